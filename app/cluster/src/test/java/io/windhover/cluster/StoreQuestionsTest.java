package io.windhover.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Goal: a leader believes what the very member that it asked said of this version or a later one, and nothing stays behind.
 * Method: both sides on one simulated metadata store.
 */
class StoreQuestionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Member ASKED = new Member(
            new MemberId("data-1"), 7, "data-1:1", Set.of(ClusterRole.DATA), Member.DEFAULT_GROUP, false, "1");

    private interface Story {
        void tell(Runtime runtime, MetaStore meta, StoreQuestions questions);
    }

    private static void simulate(Story story) {
        for (long seed = 0; seed < 10; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                Runtime runtime = simulation.world().runtime();
                MetaStore meta = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
                story.tell(runtime, meta, new StoreQuestions(runtime, meta));
            });
        }
    }

    private static void later(Runtime runtime, long ms, Runnable action) {
        runtime.fork("later", () -> {
            runtime.sleep(Duration.ofMillis(ms));
            action.run();
        });
    }

    private static void expectNoAnswer(StoreQuestions questions, long version) {
        assertThatThrownBy(() -> questions.awaitVersion(ASKED, version, PATIENCE))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
    }

    @Test
    void anAnswerOfThisVersionOrALaterOneIsEnough() {
        simulate((runtime, _, questions) -> {
            for (long said : new long[] {12, 15}) {
                later(
                        runtime,
                        runtime.random(1_000),
                        () -> questions.say(ASKED.id(), new StoreQuestions.Said(7, said)));
                questions.awaitVersion(ASKED, 12, PATIENCE);
            }
        });
    }

    @Test
    void anAnswerOfAnEarlierVersionOrOfAnotherHolderOfTheNameIsNone() {
        simulate((runtime, _, questions) -> {
            questions.say(ASKED.id(), new StoreQuestions.Said(7, 11));
            expectNoAnswer(questions, 12);
            questions.say(ASKED.id(), new StoreQuestions.Said(8, 12));
            expectNoAnswer(questions, 12);
        });
    }

    @Test
    void theQuestionIsThereWhileItIsAskedAndNothingStays() {
        simulate((runtime, meta, questions) -> {
            later(runtime, 100, () -> {
                byte[] question = meta.read(StoreQuestions.questionTo(ASKED.id()))
                        .orElseThrow()
                        .value();
                questions.say(ASKED.id(), new StoreQuestions.Said(7, StoreQuestions.version(question)));
            });
            questions.awaitVersion(ASKED, 12, PATIENCE);
            runtime.sleep(Duration.ofSeconds(15));
            assertThat(meta.readPrefix("").entries()).isEmpty();
        });
    }
}
