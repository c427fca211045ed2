package io.windhover.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windhover.coordinator.MemoryMetaStore.Fate;
import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.coordinator.catalog.CatalogSettings;
import io.windhover.coordinator.catalog.LoopHealth;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.production.ProductionRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoordinatorTest {
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final ProductionRuntime runtime = ProductionRuntime.start((fiber, cause) -> failures.add(cause));
    private final MemoryMetaStore store = new MemoryMetaStore();
    private int requests;

    @AfterEach
    void noFiberFailed() {
        runtime.close();
        assertThat(failures).isEmpty();
    }

    @Test
    void whatWasAnsweredIsThereAfterAReopen() {
        // Goal: an answer means durable. Method: every kind of thing is created, then the catalog is read anew.
        Catalog before;
        try (Coordinator coordinator = open()) {
            submit(coordinator, new Command.CreateDatabase("db", java.util.Map.of("a", "b")));
            submit(coordinator, Samples.create("docs"));
            submit(coordinator, Samples.index("docs"));
            submit(coordinator, Samples.partition("docs", "eu"));
            submit(coordinator, new Command.CreateAlias("", "docs", "texts"));
            submit(coordinator, Samples.load("docs", "eu"));
            before = coordinator.catalog();
        }
        try (Coordinator again = open()) {
            assertThat(again.catalog()).isEqualTo(before);
            CommandResult next = submit(again, Samples.partition("docs", "us"));
            assertThat(next.catalogVersion()).isEqualTo(before.version() + 1);
        }
    }

    @Test
    void theResultNamesAVersionThatHasTheChange() {
        // Goal: read your DDL. Method: right after the answer the published catalog is as new and has the partition.
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
            CommandResult result = submit(coordinator, Samples.partition("docs", "eu"));
            Catalog catalog = coordinator.awaitVersion(result.catalogVersion(), Duration.ZERO);
            assertThat(catalog.requireCollection("", "docs").partition("eu")).isPresent();
            assertThat(result.id())
                    .isEqualTo(catalog.requireCollection("", "docs")
                            .partition("eu")
                            .orElseThrow()
                            .id()
                            .value());
        }
    }

    @Test
    void theSameRequestActsOnceEvenAfterARestart() {
        // Goal: P1. Method: create, drop, then repeat the create under its old id, before and after a reopen.
        RequestId id = new RequestId("r1");
        CommandResult first;
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
            first = coordinator.submit(Samples.partition("docs", "eu"), id);
            submit(coordinator, Samples.dropPartition("docs", "eu"));
            assertThat(coordinator.submit(Samples.partition("docs", "eu"), id)).isEqualTo(first);
        }
        try (Coordinator again = open()) {
            assertThat(again.submit(Samples.partition("docs", "eu"), id)).isEqualTo(first);
            assertThat(again.catalog().requireCollection("", "docs").partition("eu"))
                    .isEmpty();
        }
    }

    @Test
    void aRefusedRequestThatArrivesAgainIsRefusedAgain() {
        // Goal: P1 for what changed nothing. Method: two requests without effect, each sent again when it could act.
        try (Coordinator coordinator = open()) {
            RequestId early = new RequestId("early");
            DatabaseException refusal = catchThrowableOfType(
                    DatabaseException.class, () -> coordinator.submit(Samples.partition("docs", "eu"), early));
            submit(coordinator, Samples.create("docs"));
            assertThatThrownBy(() -> coordinator.submit(Samples.partition("docs", "eu"), early))
                    .hasMessage(refusal.getMessage());
            RequestId needless = new RequestId("needless");
            CommandResult nothing = coordinator.submit(Samples.dropPartition("docs", "eu"), needless);
            submit(coordinator, Samples.partition("docs", "eu"));
            assertThat(coordinator.submit(Samples.dropPartition("docs", "eu"), needless))
                    .isEqualTo(nothing);
            assertThat(coordinator.catalog().requireCollection("", "docs").partition("eu"))
                    .isPresent();
        }
    }

    @Test
    void storedResultsAreBounded() {
        // Goal: P5, metadata does not grow with the number of commands. Method: keep 3 results, run 100 commands.
        CatalogSettings small =
                new CatalogSettings(CatalogLimits.DEFAULT, 16, 4, 16, 100, 3, Duration.ofMinutes(10), Optional.empty());
        try (Coordinator coordinator = Coordinator.open(runtime, store, new CoordinatorSettings(small))) {
            submit(coordinator, Samples.create("docs"));
            for (int i = 0; i < 50; i++) {
                submit(coordinator, Samples.partition("docs", "p" + i % 2));
                submit(coordinator, Samples.dropPartition("docs", "p" + i % 2));
            }
        }
        assertThat(store.keys().stream().filter(k -> k.startsWith("catalog/request/")))
                .hasSize(3);
    }

    @Test
    void anAnswerLostByTheStoreIsFoundOut() {
        // Goal: a lost answer is neither an error nor a second act. Method: lose one answer, then one request.
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
            store.fate(Fate.ANSWER_LOST);
            CommandResult first = submit(coordinator, Samples.partition("docs", "eu"));
            store.fate(Fate.REQUEST_LOST);
            CommandResult second = submit(coordinator, Samples.partition("docs", "us"));
            assertThat(second.catalogVersion()).isEqualTo(first.catalogVersion() + 1);
        }
        try (Coordinator again = open()) {
            assertThat(again.catalog()
                            .requireCollection("", "docs")
                            .partitionNames()
                            .keys())
                    .containsExactly("_default", "eu", "us");
        }
    }

    @Test
    void aCommittedTransactionWhoseAnswersAreAllLostIsAdoptedLater() {
        // Goal: no outcome is guessed. Method: the commit happens, all attempts to learn so fail, the store comes back.
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
            RequestId id = new RequestId("r");
            store.fate(Fate.ANSWER_LOST, Fate.REQUEST_LOST, Fate.REQUEST_LOST, Fate.UNAVAILABLE);
            DatabaseException failure = catchThrowableOfType(
                    DatabaseException.class, () -> coordinator.submit(Samples.partition("docs", "eu"), id));
            assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            CommandResult result = untilServed(coordinator, Samples.partition("docs", "eu"), id);
            assertThat(result.changed()).isTrue();
            assertThat(coordinator
                            .catalog()
                            .requireCollection("", "docs")
                            .partitions()
                            .size())
                    .isEqualTo(2);
            assertThat(coordinator.health()).isInstanceOf(LoopHealth.Serving.class);
        }
    }

    @Test
    void aLostTransactionDoesNotArriveLater() {
        // Goal: what was given up is given up. Method: all attempts get lost; the retried command acts exactly once.
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
            RequestId id = new RequestId("r");
            store.fate(Fate.REQUEST_LOST, Fate.REQUEST_LOST, Fate.REQUEST_LOST);
            DatabaseException failure = catchThrowableOfType(
                    DatabaseException.class, () -> coordinator.submit(Samples.partition("docs", "eu"), id));
            assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            untilServed(coordinator, Samples.partition("docs", "eu"), id);
            assertThat(coordinator
                            .catalog()
                            .requireCollection("", "docs")
                            .partitions()
                            .size())
                    .isEqualTo(2);
        }
    }

    @Test
    void anUnreachableStoreMeansSafeModeAndNothingElse() {
        // Goal: P4. Method: three refused commits; reads and reserved ids go on; then all is well again.
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
            coordinator.allocateIds(1);
            store.fate(Fate.UNAVAILABLE);
            DatabaseException failure = catchThrowableOfType(
                    DatabaseException.class, () -> submit(coordinator, Samples.partition("docs", "eu")));
            assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(coordinator.health()).isInstanceOf(LoopHealth.SafeMode.class);
            assertThat(coordinator.roleHealth().state()).isEqualTo(RoleHealth.State.SAFE_MODE);
            assertThat(coordinator.roleHealth().reasons())
                    .hasSize(1)
                    .allMatch(reason -> reason.startsWith("safe mode"));
            assertThat(coordinator.catalog().requireCollection("", "docs").partition("eu"))
                    .isEmpty();
            submit(coordinator, Samples.partition("docs", "eu"));
            assertThat(coordinator.health()).isInstanceOf(LoopHealth.Serving.class);
        }
    }

    @Test
    void idsAreNeverGivenTwice() {
        // Goal: ids are unique over restarts. Method: several opens without a clean end, ids must only grow.
        long last = 0;
        for (int i = 0; i < 5; i++) {
            Coordinator coordinator = open();
            IdWindow window = coordinator.allocateIds(1_000);
            assertThat(window.first()).isGreaterThan(last);
            CommandResult created = submit(coordinator, Samples.create("c" + i));
            assertThat(created.id()).isGreaterThanOrEqualTo(window.first() + window.count());
            IdWindow large = coordinator.allocateIds(1_000_000);
            assertThat(large.first()).isGreaterThan(created.id());
            last = large.first() + large.count() - 1;
            coordinator.close();
        }
    }

    @Test
    void manyWaitingCommandsShareTransactions() {
        // Goal: group commit. Method: 64 fibers, a store of 2 ms; transactions stay far fewer than commands.
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
            store.delay(() -> runtime.sleep(Duration.ofMillis(2)));
            int before = store.transactions();
            List<Fiber> fibers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String client = "c" + i;
                fibers.add(runtime.fork(client, () -> {
                    for (int n = 0; n < 10; n++) {
                        coordinator.submit(
                                Samples.partition("docs", client + "_" + n), new RequestId(client + "/" + n));
                    }
                }));
            }
            fibers.forEach(Fiber::join);
            assertThat(coordinator
                            .catalog()
                            .requireCollection("", "docs")
                            .partitionNames()
                            .size())
                    .isEqualTo(641);
            assertThat(store.transactions() - before).isLessThan(640 / 8);
        }
    }

    @Test
    void aTransactionIsSplitWhenItWouldChangeTooManyKeys() {
        // Goal: the store's limit holds. Method: limit 32 keys; a batch of 100 commands still succeeds, one by one too.
        CatalogSettings small = new CatalogSettings(
                CatalogLimits.DEFAULT, 512, 512, 512, 32, 100, Duration.ofMinutes(10), Optional.empty());
        try (Coordinator coordinator = Coordinator.open(runtime, store, new CoordinatorSettings(small))) {
            submit(coordinator, Samples.create("docs"));
            List<Fiber> fibers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String name = "p" + i;
                fibers.add(runtime.fork(
                        name, () -> coordinator.submit(Samples.partition("docs", name), new RequestId(name))));
            }
            fibers.forEach(Fiber::join);
            assertThat(coordinator
                            .catalog()
                            .requireCollection("", "docs")
                            .partitionNames()
                            .size())
                    .isEqualTo(101);
        }
    }

    @Test
    void twoCoordinatorsOnOneStoreLoseNothing() {
        // Goal: a transaction is conditional on the head. Method: two coordinators write in turn; both see all.
        try (Coordinator one = open();
                Coordinator two = open()) {
            submit(one, Samples.create("a"));
            CommandResult b = untilServed(two, Samples.create("b"), new RequestId("b"));
            CommandResult c = untilServed(one, Samples.create("c"), new RequestId("c"));
            assertThat(c.catalogVersion()).isGreaterThan(b.catalogVersion());
            assertThat(one.catalog().collectionNames().keys().map(n -> n.name()))
                    .containsExactly("a", "b", "c");
        }
    }

    @Test
    void whoFollowsSeesVersionsInOrderAndTheNewestInTheEnd() {
        // Goal: views follow. Method: a fiber waits for one version after the other during 100 commands.
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        try (Coordinator coordinator = open()) {
            var follower = runtime.fork("follower", () -> {
                for (long version = 0; version < 102; ) {
                    version = coordinator
                            .awaitVersion(version + 1, Duration.ofSeconds(10))
                            .version();
                    seen.add(version);
                }
            });
            submit(coordinator, Samples.create("docs"));
            for (int i = 0; i < 100; i++) {
                submit(coordinator, Samples.partition("docs", "p" + i));
            }
            follower.join();
        }
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen.getLast()).isEqualTo(102);
    }

    @Test
    void whoWaitsForAVersionIsToldWhenTheCoordinatorStops() {
        // Goal: nobody waits for a coordinator that is gone. Method: close it while a fiber waits for version 1000.
        List<ErrorCode> told = Collections.synchronizedList(new ArrayList<>());
        Coordinator coordinator = open();
        var waiter = runtime.fork("waiter", () -> {
            try {
                coordinator.awaitVersion(1_000, Duration.ofHours(1));
            } catch (DatabaseException failure) {
                told.add(failure.code());
            }
        });
        coordinator.close();
        waiter.join();
        assertThat(told).containsExactly(ErrorCode.SERVICE_UNAVAILABLE);
    }

    @Test
    void waitingForAVersionThatDoesNotComeEnds() {
        // Goal: no endless wait. Method: wait for version 1000 for 10 ms.
        try (Coordinator coordinator = open()) {
            DatabaseException late = catchThrowableOfType(
                    DatabaseException.class, () -> coordinator.awaitVersion(1_000, Duration.ofMillis(10)));
            assertThat(late.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void aFlippedByteIsNamed() {
        // Goal: damage is never served. Method: flip one byte of a partition's value; the open fails with its key.
        try (Coordinator coordinator = open()) {
            submit(coordinator, Samples.create("docs"));
        }
        String key = store.keys().stream()
                .filter(k -> k.startsWith("catalog/partition/"))
                .findFirst()
                .orElseThrow();
        byte[] value = store.read(key).orElseThrow().value().clone();
        value[2] ^= 1;
        store.overwrite(key, value);
        DatabaseException failure = catchThrowableOfType(DatabaseException.class, this::open);
        assertThat(failure.code()).isEqualTo(ErrorCode.DATA_INTEGRITY);
        assertThat(failure).hasMessageContaining(key);
    }

    private Coordinator open() {
        return Coordinator.open(runtime, store, CoordinatorSettings.EMBEDDED);
    }

    private CommandResult submit(Coordinator coordinator, Command command) {
        return coordinator.submit(command, new RequestId("test-" + System.identityHashCode(this) + "-" + requests++));
    }

    private CommandResult untilServed(Coordinator coordinator, Command command, RequestId id) {
        for (int attempt = 0; ; attempt++) {
            try {
                return coordinator.submit(command, id);
            } catch (DatabaseException failure) {
                if (failure.code() != ErrorCode.SERVICE_UNAVAILABLE || attempt == 50) {
                    throw failure;
                }
                runtime.sleep(Duration.ofMillis(5));
            }
        }
    }
}
