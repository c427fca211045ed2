package io.windhover.runtime.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change.Delete;
import io.windhover.runtime.port.MetaStore.Change.Put;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Lease;
import io.windhover.runtime.port.MetaStore.Outcome.Committed;
import io.windhover.runtime.port.MetaStore.Outcome.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: every metadata store means the same. Method: the same small stories on each, through the port only. */
@Timeout(120)
public abstract class MetaStoreContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A story told to one empty store. */
    protected interface Body {
        /** Runs on a fiber, or on a thread that may wait like one. */
        void run(Runtime runtime, MetaStore store) throws Exception;
    }

    /** Runs {@code body} with an empty store and closes it. */
    protected abstract void within(Body body);

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long put(MetaStore store, String key, String value) {
        return ((Committed) store.transact(List.of(), List.of(new Put(key, bytes(value))))).version();
    }

    private static List<String> keys(MetaStore store, String prefix) {
        return store.readPrefix(prefix).entries().stream()
                .map(MetaStore.Entry::key)
                .toList();
    }

    @Test
    void committedChangesAreReadAtTheVersionThatWroteThem() {
        within((runtime, store) -> {
            long first = put(store, "a", "1");
            long second = put(store, "b", "2");
            assertThat(second).isGreaterThan(first);
            assertThat(store.read("a").orElseThrow().modVersion()).isEqualTo(first);
            assertThat(store.read("b").orElseThrow().value()).isEqualTo(bytes("2"));
            assertThat(store.read("c")).isEmpty();
        });
    }

    @Test
    void transactionActsOnlyIfEveryConditionHolds() {
        within((runtime, store) -> {
            long version = put(store, "a", "1");
            Condition right = new Condition("a", version);
            Condition wrong = new Condition("b", version);
            assertThat(store.transact(
                            List.of(right, wrong), List.of(new Put("a", bytes("x")), new Put("c", bytes("x")))))
                    .isEqualTo(new Refused(wrong));
            assertThat(store.read("a").orElseThrow().value()).isEqualTo(bytes("1"));
            assertThat(store.read("c")).isEmpty();
            assertThat(store.transact(List.of(right, new Condition("b", 0)), List.of(new Put("a", bytes("2")))))
                    .isInstanceOf(Committed.class);
            assertThat(store.transact(List.of(right), List.of(new Delete("a")))).isEqualTo(new Refused(right));
        });
    }

    @Test
    void deletedKeyIsAbsentAndAnAbsentOneCanBeDeleted() {
        within((runtime, store) -> {
            put(store, "a", "1");
            store.transact(List.of(), List.of(new Delete("a"), new Delete("never")));
            assertThat(store.read("a")).isEmpty();
            assertThat(store.transact(List.of(new Condition("a", 0)), List.of(new Put("a", bytes("2")))))
                    .isInstanceOf(Committed.class);
        });
    }

    @Test
    void oneTransactionMayNotChangeAKeyTwice() {
        within((runtime, store) -> assertThatThrownBy(() ->
                        store.transact(List.of(), List.of(new Put("a", bytes("1")), new Delete("a"))))
                .isInstanceOf(DatabaseException.class));
    }

    @Test
    void prefixIsReadInTheOrderOfItsBytesAtOneVersion() {
        within((runtime, store) -> {
            // U+FFEE comes before U+1F600 as UTF-8 bytes, but after it as UTF-16 units.
            List<String> ordered = List.of("p/", "p/a", "p/aa", "p/b", "p/\u00e9", "p/\uffee", "p/\ud83d\ude00");
            for (String key : ordered.reversed()) {
                put(store, key, "v");
            }
            put(store, "o", "v");
            long last = put(store, "q", "v");
            assertThat(keys(store, "p/")).isEqualTo(ordered);
            assertThat(store.readPrefix("p/").version()).isGreaterThanOrEqualTo(last);
            assertThat(keys(store, "")).hasSize(ordered.size() + 2);
            assertThat(keys(store, "none")).isEmpty();
        });
    }

    @Test
    void concurrentIncrementsLoseNone() {
        within((runtime, store) -> {
            put(store, "n", "0");
            try (TaskScope scope = runtime.scope("increments", LONG)) {
                for (int f = 0; f < 8; f++) {
                    scope.fork("f" + f, () -> {
                        for (int i = 0; i < 20; i++) {
                            increment(store);
                        }
                        return true;
                    });
                }
                scope.join();
            }
            assertThat(new String(store.read("n").orElseThrow().value(), StandardCharsets.UTF_8))
                    .isEqualTo("160");
        });
    }

    private static void increment(MetaStore store) {
        MetaStore.Outcome outcome;
        do {
            MetaStore.Entry entry = store.read("n").orElseThrow();
            int next = Integer.parseInt(new String(entry.value(), StandardCharsets.UTF_8)) + 1;
            Condition unchanged = new Condition("n", entry.modVersion());
            outcome = store.transact(List.of(unchanged), List.of(new Put("n", bytes("" + next))));
        } while (outcome instanceof Refused);
    }

    @Test
    void watchDeliversEveryLaterChangeOfItsPrefixInVersionOrder() {
        within((runtime, store) -> {
            put(store, "w/old", "0");
            long from = store.readPrefix("w/").version();
            put(store, "w/before", "1");
            Mailbox<Event> seen = runtime.mailbox("seen", 100);
            AutoCloseable watch = store.watch("w/", from, (version, events) -> events.forEach(seen::offer));
            put(store, "x/other", "2");
            store.transact(List.of(), List.of(new Put("w/a", bytes("3")), new Put("w/b", bytes("4"))));
            store.transact(List.of(), List.of(new Delete("w/a")));
            List<String> told = new ArrayList<>();
            long version = from;
            while (told.size() < 4) {
                Event event = seen.poll(LONG).orElseThrow();
                assertThat(event.version()).isGreaterThanOrEqualTo(version);
                version = event.version();
                told.add(event.key() + (event.value().isPresent() ? "" : " deleted"));
            }
            assertThat(told).containsExactly("w/before", "w/a", "w/b", "w/a deleted");
            watch.close();
        });
    }

    @Test
    void keysVanishWithTheirLeaseAndWatchesHearOfIt() {
        within((runtime, store) -> {
            Lease lease = store.grantLease(1_000);
            store.transact(List.of(), List.of(new Put("l/a", bytes("1"), Optional.of(lease))));
            Promise<Event> gone = runtime.promise();
            AutoCloseable watch = store.watch("l/", store.readPrefix("l/").version(), (version, events) -> {
                gone.complete(events.getFirst());
            });
            assertThat(store.renewLease(lease)).isTrue();
            assertThat(store.read("l/a")).isPresent();
            Event event = gone.await(LONG).orElseThrow();
            assertThat(event.key()).isEqualTo("l/a");
            assertThat(event.value()).isEmpty();
            assertThat(store.read("l/a")).isEmpty();
            assertThat(store.renewLease(lease)).isFalse();
            watch.close();
        });
    }

    @Test
    void renewedLeaseOutlivesItsTermAndARevokedOneEndsAtOnce() {
        within((runtime, store) -> {
            Lease lease = store.grantLease(2_000);
            Lease other = store.grantLease(600_000);
            store.transact(List.of(), List.of(new Put("kept", bytes("1"), Optional.of(lease))));
            store.transact(List.of(), List.of(new Put("ended", bytes("1"), Optional.of(other))));
            for (int i = 0; i < 6; i++) {
                runtime.sleep(Duration.ofMillis(500));
                assertThat(store.renewLease(lease)).isTrue();
            }
            assertThat(store.read("kept")).isPresent();
            store.revokeLease(other);
            assertThat(store.read("ended")).isEmpty();
            assertThat(store.renewLease(other)).isFalse();
            assertThatThrownBy(
                            () -> store.transact(List.of(), List.of(new Put("late", bytes("1"), Optional.of(other)))))
                    .isInstanceOf(DatabaseException.class);
        });
    }

    @Test
    void keyThatIsWrittenAgainWithoutItsLeaseSurvivesTheLease() {
        within((runtime, store) -> {
            Lease lease = store.grantLease(600_000);
            store.transact(List.of(), List.of(new Put("k", bytes("1"), Optional.of(lease))));
            put(store, "k", "2");
            store.revokeLease(lease);
            assertThat(store.read("k")).isPresent();
        });
    }
}
