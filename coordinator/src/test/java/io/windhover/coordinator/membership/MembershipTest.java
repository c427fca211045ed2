package io.windhover.coordinator.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.LocalMetaStore;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedMetaStore;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MembershipTest {
    private static final Duration TERM = Duration.ofSeconds(3);

    static List<Long> seeds() {
        Long only = Long.getLong("seed");
        return only != null ? List.of(only) : LongStream.range(0, 40).boxed().toList();
    }

    static Member member(String name) {
        return new Member(
                new MemberId(name),
                0,
                name + ":7",
                Set.of(ClusterRole.DATA, ClusterRole.QUERY),
                Member.DEFAULT_GROUP,
                false,
                "1");
    }

    private static final class Heard implements Membership.Listener {
        private final List<Long> incarnations = new ArrayList<>();
        private int lost;

        @Override
        public void joined(Member self) {
            incarnations.add(self.incarnation());
        }

        @Override
        public void lost() {
            lost++;
        }
    }

    private static Membership join(Runtime runtime, MetaStore meta, String name, Membership.Listener listener) {
        return Membership.join(runtime, meta, member(name), TERM, listener);
    }

    @Test
    void everyFieldOfAMemberIsReadAsItWasWritten() {
        Member member = new Member(
                new MemberId("a"), -5, "host:1", Set.of(ClusterRole.PROXY, ClusterRole.QUERY), "group", true, "2.0");
        assertThat(MemberKeys.decode("members/a", MemberKeys.encode(member))).isEqualTo(member);
        assertThatThrownBy(() -> MemberKeys.decode("members/b", MemberKeys.encode(member)))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_INTEGRITY))
                .hasMessageContaining("members/b");
    }

    @Test
    void oneJoinsDrainsAndLeavesAndTheOthersSeeIt() {
        Simulation.run(1, Duration.ofMinutes(10), simulation -> {
            Runtime runtime = simulation.world().runtime();
            MetaStore meta = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
            FollowedMembers followed = FollowedMembers.open(runtime, meta);
            assertThat(followed.members().all()).isEmpty();
            assertThat(followed.members()).isNotEqualTo(Members.NONE);
            Heard heard = new Heard();
            Membership a = join(runtime, meta, "a", heard);
            Members one = followed.awaitOther(followed.members(), TERM);
            assertThat(one.all()).extracting(Member::id).containsExactly(new MemberId("a"));
            runtime.sleep(TERM.multipliedBy(3));
            assertThat(a.isHeld()).isTrue();
            assertThat(a.incarnation()).contains(one.all().getFirst().incarnation());
            a.drain();
            Members drained = followed.awaitOther(one, TERM);
            assertThat(drained.all().getFirst().draining()).isTrue();
            assertThat(drained.all().getFirst().incarnation())
                    .isEqualTo(one.all().getFirst().incarnation());
            runtime.sleep(TERM.multipliedBy(3));
            assertThat(a.isHeld()).isTrue();
            a.close();
            assertThat(a.isHeld()).isFalse();
            Members none = followed.awaitOther(drained, Duration.ofMillis(200));
            assertThat(none.all()).isEmpty();
            assertThat(heard.incarnations).hasSize(1);
            followed.close();
            meta.close();
        });
    }

    @Test
    void oneThatComesBackAtOnceWaitsForItsOwnNameAndSaysWhy() {
        Simulation.run(2, Duration.ofMinutes(10), simulation -> {
            Runtime runtime = simulation.world().runtime();
            MetaStore meta = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
            SimulatedProcess first = simulation.process("first");
            runtime.yield();
            Heard firstHeard = new Heard();
            Membership before = join(first.runtime(), meta, "a", firstHeard);
            runtime.sleep(Duration.ofMillis(500));
            assertThat(before.isHeld()).isTrue();
            first.kill();
            Heard heard = new Heard();
            Membership again = join(runtime, meta, "a", heard);
            runtime.sleep(Duration.ofSeconds(1));
            assertThat(again.isHeld()).isFalse();
            assertThat(again.trouble().orElseThrow()).contains("\"a\" is taken");
            runtime.sleep(TERM);
            assertThat(again.isHeld()).isTrue();
            assertThat(again.trouble()).isEmpty();
            assertThat(heard.incarnations).hasSize(1);
            assertThat(heard.incarnations).doesNotContainAnyElementsOf(firstHeard.incarnations);
            again.close();
            meta.close();
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoLosesTheNameJoinsAnewAndNeverTwoHaveIt(long seed) {
        // Goal: P4 and what serving under a name rests on. Method: two processes want the same name, two others want
        // one each, while the store is away for longer than a term, refuses calls and loses answers; at no instant do
        // two hold the name, and in the end everybody who can be is in and the followed members are the stored ones.
        System.out.println("seed " + seed);
        long first = Simulation.run(seed, Duration.ofHours(1), MembershipTest::story);
        assertThat(Simulation.run(seed, Duration.ofHours(1), MembershipTest::story))
                .isEqualTo(first);
    }

    private static void story(Simulation simulation) {
        Runtime runtime = simulation.world().runtime();
        LocalMetaStore behind = LocalMetaStore.open(runtime, new SimulatedDisk(simulation), "meta");
        SimulatedMetaStore meta = new SimulatedMetaStore(simulation, behind);
        FollowedMembers followed = FollowedMembers.open(runtime, meta);
        List<Heard> heard = List.of(new Heard(), new Heard(), new Heard(), new Heard());
        List<Membership> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SimulatedProcess process = simulation.process("process" + i);
            all.add(join(process.runtime(), meta, i < 2 ? "same" : "own" + i, heard.get(i)));
        }
        for (int round = 0; round < 60; round++) {
            meta.faults(
                    round % 20 < 8
                            ? new PortFaults(50_000_000, 12, 12)
                            : round % 20 < 14 ? new PortFaults(1_000_000, 1, 1) : PortFaults.NONE);
            runtime.sleep(Duration.ofMillis(runtime.random(1_500)));
            assertThat(all.get(0).isHeld() && all.get(1).isHeld()).isFalse();
        }
        meta.faults(PortFaults.NONE);
        runtime.sleep(TERM.multipliedBy(3));
        assertThat(all.get(0).isHeld() != all.get(1).isHeld()).isTrue();
        assertThat(all.get(2).isHeld() && all.get(3).isHeld()).isTrue();
        assertThat(followed.members().all())
                .isEqualTo(all.stream()
                        .map(Membership::current)
                        .flatMap(Optional::stream)
                        .sorted((a, b) -> a.id().compareTo(b.id()))
                        .toList());
        assertThat(followed.trouble()).isEmpty();
        for (int i = 2; i < 4; i++) {
            assertThat(heard.get(i).lost).isPositive();
            assertThat(heard.get(i).incarnations).doesNotHaveDuplicates().hasSize(heard.get(i).lost + 1);
        }
        all.forEach(Membership::close);
        followed.close();
        behind.close();
    }
}
