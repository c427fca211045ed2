package io.windhover.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.MemberId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.search.Guarantee;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Goal: an owner that has nothing to add is not asked for every read, and no read lacks what it must see. Method: a reader
 * and an owner in two simulated members, whose questions are counted.
 */
class BareOwnerTest {
    private static final MemberId OWNER = new MemberId("owner");
    private static final MemberId READER = new MemberId("reader");
    private static final Guarantee ANYTHING = new Guarantee.Anything();

    private interface Story {
        void tell(TestCluster cluster);
    }

    private static void simulate(Story story) {
        for (long seed = 0; seed < 10; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> {
                TestCluster cluster = new TestCluster(simulation, List.of(OWNER, READER));
                cluster.place(0, new ShardPlacement(Optional.of(OWNER), 0, 0, List.of(READER)));
                story.tell(cluster);
            });
        }
    }

    /** Flushes what there is, and waits until reads that need not see the newest no longer ask the owner. */
    private static void settle(TestCluster cluster) {
        TestMember owner = cluster.member(OWNER);
        owner.call(cluster.runtime(), () -> owner.data().flush(cluster.docs().id()));
        int before;
        do {
            cluster.runtime().sleep(Duration.ofMillis(50));
            cluster.keys(0, READER, ANYTHING);
            before = cluster.ownersAsked();
            cluster.keys(0, READER, ANYTHING);
        } while (cluster.ownersAsked() != before);
    }

    @Test
    void theOwnerIsAskedOnceInAWhile() {
        simulate(cluster -> {
            cluster.insert(0);
            settle(cluster);
            int before = cluster.ownersAsked();
            for (int i = 0; i < 1_000; i++) {
                assertThat(cluster.keys(0, READER, ANYTHING)).containsExactly(0);
                cluster.runtime().sleep(Duration.ofMillis(1));
            }
            assertThat(cluster.ownersAsked() - before).isBetween(1, 20);
        });
    }

    @Test
    void aStrongReadAndOneOfALaterTimeSeeWhatWasJustAcknowledged() {
        simulate(cluster -> {
            for (long key = 0; key < 20; key += 4) {
                cluster.insert(key);
                settle(cluster);
                Timestamp written = cluster.insert(key + 2);
                Guarantee own = new Guarantee.AtLeast(written);
                boolean isStrong = cluster.runtime().random(2) == 0;
                assertThat(isStrong ? cluster.keys(0, READER) : cluster.keys(0, READER, own))
                        .contains(key, key + 2);
            }
        });
    }

    @Test
    void anyOtherReadSeesItAMomentLater() {
        simulate(cluster -> {
            cluster.insert(0);
            settle(cluster);
            cluster.insert(2);
            cluster.runtime().sleep(Duration.ofMillis(150));
            assertThat(cluster.keys(0, READER, ANYTHING)).containsExactly(0, 2);
        });
    }
}
