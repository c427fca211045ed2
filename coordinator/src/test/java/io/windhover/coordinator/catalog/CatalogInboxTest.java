package io.windhover.coordinator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.Samples;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.RequestId;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.runtime.Promise;
import io.windhover.runtime.production.ProductionRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goal: nobody waits behind a crowd of another collection. Method: fill the inbox, look at the batches. */
class CatalogInboxTest {
    private final ProductionRuntime runtime = ProductionRuntime.start((name, cause) -> {
        throw new AssertionError(name, cause);
    });
    private int requests;

    @AfterEach
    void close() {
        runtime.close();
    }

    private CatalogInbox inbox(int waitingMax, int batchMax) {
        return new CatalogInbox(
                runtime,
                new CatalogSettings(
                        CatalogLimits.DEFAULT,
                        waitingMax,
                        waitingMax / 4,
                        batchMax,
                        100,
                        10,
                        Duration.ofMinutes(1),
                        Optional.empty()));
    }

    private Promise<CommandResult> offer(CatalogInbox inbox, Command command) {
        Promise<CommandResult> answer = runtime.promise();
        assertThat(inbox.offer(new CatalogMessage.Submit(command, new RequestId("r" + requests++), answer, 0)))
                .isTrue();
        return answer;
    }

    private static List<Command> commands(List<CatalogMessage> batch) {
        List<Command> commands = new ArrayList<>();
        batch.forEach(message -> commands.add(((CatalogMessage.Submit) message).command()));
        return commands;
    }

    @Test
    void oneCommandOfEachCollectionComesBeforeTheSecondOfAny() {
        // Goal: fairness. Method: a hundred commands on one collection, then two on others; look at the first batches.
        CatalogInbox inbox = inbox(1_000, 4);
        for (int i = 0; i < 100; i++) {
            offer(inbox, Samples.partition("crowded", "p" + i));
        }
        offer(inbox, Samples.partition("quiet", "p"));
        offer(inbox, Samples.partition("calm", "p"));
        assertThat(commands(inbox.take()))
                .containsExactly(
                        Samples.partition("crowded", "p0"),
                        Samples.partition("quiet", "p"),
                        Samples.partition("calm", "p"),
                        Samples.partition("crowded", "p1"));
        assertThat(commands(inbox.take()))
                .containsExactly(
                        Samples.partition("crowded", "p2"),
                        Samples.partition("crowded", "p3"),
                        Samples.partition("crowded", "p4"),
                        Samples.partition("crowded", "p5"));
        assertThat(inbox.size()).isEqualTo(102 - 8);
    }

    @Test
    void oneCollectionMayHaveAPartOfAllThatWaits() {
        // Goal: a crowd is told at once to come again later, others are not, and it may as soon as one was taken.
        // Method:
        // 16 places, 4 for each; five commands on one, one on another, before anything is taken.
        CatalogInbox inbox = inbox(16, 2);
        List<Promise<CommandResult>> crowd = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            crowd.add(offer(inbox, Samples.partition("crowded", "p" + i)));
        }
        DatabaseException told = Assertions.catchThrowableOfType(
                DatabaseException.class, () -> offer(inbox, Samples.partition("crowded", "p4")));
        assertThat(told.code()).isEqualTo(ErrorCode.SERVICE_RATE_LIMIT);
        assertThat(told).hasMessageContaining("4 commands of \"default/crowded\" wait already, try again later");
        Promise<CommandResult> other = offer(inbox, Samples.partition("quiet", "p"));
        inbox.take();
        assertThat(other.isDone()).isFalse();
        assertThat(crowd).noneMatch(Promise::isDone);
        offer(inbox, Samples.partition("crowded", "p4"));
    }

    @Test
    void whatWaitsAtTheEndIsRefused() {
        // Goal: no caller is forgotten. Method: three commands wait, one batch is taken, the rest is refused.
        CatalogInbox inbox = inbox(16, 1);
        List<Promise<CommandResult>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(offer(inbox, Samples.partition("c" + i, "p")));
        }
        inbox.take();
        inbox.close();
        inbox.refuseAll(new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "the end"));
        assertThat(answers.get(0).isDone()).isFalse();
        assertThat(answers.subList(1, 3)).allMatch(Promise::isDone);
        assertThat(inbox.size()).isZero();
    }
}
