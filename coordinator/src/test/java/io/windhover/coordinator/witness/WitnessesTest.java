package io.windhover.coordinator.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.Coordinator;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.Crowd;
import io.windhover.coordinator.Samples;
import io.windhover.coordinator.membership.Membership;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.RequestId;
import io.windhover.model.ShardId;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.Command;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WitnessesTest {
    private static final Duration TERM = Duration.ofSeconds(3);
    private static final Optional<ErrorCode> DONE = Optional.empty();
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A coordinator with members that answer unless they are silent. */
    private static final class World implements MemberCalls, Membership.Listener {
        private final Runtime runtime;
        private final MetaStore meta;
        private final Coordinator coordinator;
        private final Witnesses witnesses;
        private final WitnessedCoordinator witnessed;
        private final Set<String> silent = new TreeSet<>();
        private final List<Long> asked = new ArrayList<>();

        World(Simulation simulation) {
            runtime = simulation.world().runtime();
            meta = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
            coordinator = Coordinator.open(runtime, meta, CoordinatorSettings.EMBEDDED);
            witnesses = Witnesses.open(
                    runtime, meta, this, () -> coordinator.catalog().version());
            witnessed = new WitnessedCoordinator(coordinator, witnesses, 2);
        }

        @Override
        public void awaitVersion(Member member, long version, Duration timeout) {
            asked.add(version);
            if (silent.contains(member.id().name())) {
                runtime.sleep(Duration.ofMillis(200));
                throw new DatabaseException(ErrorCode.NODE_OFFLINE, member.id() + " is silent");
            }
        }

        @Override
        public List<ShardId> ready(Member member, List<ShardId> shards) {
            return shards;
        }

        @Override
        public void joined(Member self) {}

        @Override
        public void lost() {}

        Membership join(String name) {
            Membership membership = Membership.join(runtime, meta, Crowd.member(name, false), TERM, this);
            runtime.sleep(Duration.ofMillis(100));
            assertThat(membership.isHeld()).isTrue();
            return membership;
        }

        /** Submits on a fiber of its own; the answer is the code of a refusal, if it was one. */
        Promise<Optional<ErrorCode>> submit(Command command, String request) {
            Promise<Optional<ErrorCode>> answer = runtime.promise();
            Fiber unused = runtime.fork("client", () -> {
                try {
                    witnessed.submit(command, new RequestId(request));
                    answer.complete(DONE);
                } catch (DatabaseException refusal) {
                    answer.complete(Optional.of(refusal.code()));
                }
            });
            return answer;
        }

        void end(Membership... members) {
            List.of(members).forEach(Membership::close);
            coordinator.close();
            meta.close();
        }
    }

    @Test
    void anAnswerWaitsForAMemberAsLongAsItIsThere() {
        Simulation.run(1, Duration.ofMinutes(10), simulation -> {
            World world = new World(simulation);
            Membership a = world.join("a");
            Membership b = world.join("b");
            assertThat(world.submit(Samples.create("docs"), "1").await(SECOND)).contains(DONE);
            assertThat(world.asked).containsOnly(world.coordinator.catalog().version());
            world.silent.add("b");
            Promise<Optional<ErrorCode>> create = world.submit(Samples.partition("docs", "p"), "2");
            Promise<Optional<ErrorCode>> refusal = world.submit(Samples.partition("none", "p"), "3");
            assertThat(create.await(SECOND.multipliedBy(10)))
                    .as("b is there and silent")
                    .isEmpty();
            assertThat(refusal.isDone()).as("a refusal waits as well").isFalse();
            assertThat(world.submit(Samples.create("more"), "4").await(SECOND))
                    .as("no more than two may wait")
                    .contains(Optional.of(ErrorCode.SERVICE_RATE_LIMIT));
            Command purge = new Command.CollectionPurged(new CollectionId(9));
            assertThat(world.submit(purge, "5").await(SECOND))
                    .as("a member's own work waits for nobody")
                    .contains(DONE);
            long version = world.coordinator.catalog().version();
            world.witnesses.awaitOf(new MemberId("a"), version);
            world.witnesses.awaitOf(new MemberId("gone"), version);
            b.close();
            assertThat(create.await(SECOND)).contains(DONE);
            assertThat(refusal.await(SECOND)).contains(Optional.of(ErrorCode.COLLECTION_NOT_FOUND));
            world.witnesses.close();
            world.end(a);
        });
    }

    @Test
    void whoJoinsAfterTheRollIsNotWaitedForAndWhoComesBackIsAnother() {
        Simulation.run(2, Duration.ofMinutes(10), simulation -> {
            World world = new World(simulation);
            Membership a = world.join("a");
            world.silent.addAll(List.of("a", "b"));
            Promise<Optional<ErrorCode>> create = world.submit(Samples.create("docs"), "1");
            assertThat(create.await(SECOND)).isEmpty();
            Membership b = world.join("b");
            a.close();
            Membership again = world.join("a");
            assertThat(create.await(SECOND)).contains(DONE);
            world.witnesses.close();
            world.end(b, again);
        });
    }

    @Test
    void whoStillWaitsWhenItEndsIsToldToAskAgain() {
        Simulation.run(3, Duration.ofMinutes(10), simulation -> {
            World world = new World(simulation);
            Membership a = world.join("a");
            world.silent.add("a");
            Promise<Optional<ErrorCode>> create = world.submit(Samples.create("docs"), "1");
            assertThat(create.await(SECOND)).isEmpty();
            world.witnesses.close();
            assertThat(create.await(SECOND)).contains(Optional.of(ErrorCode.SERVICE_UNAVAILABLE));
            assertThatThrownBy(() -> world.witnesses.await(1))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
            world.end(a);
        });
    }
}
