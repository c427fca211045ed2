package io.windhover.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.role.DataRole;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MovingShardsTest {
    private static final MemberId A = new MemberId("a");
    private static final MemberId B = new MemberId("b");

    static LongStream seeds() {
        Long only = Long.getLong("seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, Long.getLong("seeds", 30));
    }

    // Goal: while shards change owners and readers, and members are killed or lose their lease, no acknowledged row is
    // lost, none doubled, and a strong read has all that was acknowledged before it. Method: random seeds; writers that
    // repeat what is certain to have done nothing, readers that check each answer, flushes and compactions all the
    // time.
    // Replay: -Dseed=n.
    @ParameterizedTest
    @MethodSource("seeds")
    void rowsAreNeitherLostNorDoubledWhileShardsMove(long seed) {
        System.out.println("seed " + seed);
        Simulation.run(seed, Duration.ofHours(2), simulation -> new Story(simulation).run());
    }

    private static final class Story {
        private final TestCluster cluster;
        private final Runtime runtime;
        private final NavigableSet<Long> acknowledged = new ConcurrentSkipListSet<>();
        private final NavigableSet<Long> attempted = new ConcurrentSkipListSet<>();
        private volatile long nextKey;
        private volatile int reads;
        private volatile int writersLeft = 3;

        Story(Simulation simulation) {
            cluster = new TestCluster(simulation, List.of(A, B));
            runtime = cluster.runtime();
            cluster.faults(new PortFaults(3_000_000, 60, 60));
        }

        void run() {
            cluster.place(0, new ShardPlacement(Optional.of(A), 0, 0, List.of(A)));
            cluster.place(1, new ShardPlacement(Optional.of(B), 0, 0, List.of(A, B)));
            try (TaskScope scope = runtime.scope("story", Duration.ofHours(1))) {
                for (int writer = 0; writer < 3; writer++) {
                    scope.fork("writer", this::write);
                }
                for (int reader = 0; reader < 2; reader++) {
                    scope.fork("reader", this::read);
                }
                scope.fork("mover", this::move);
                scope.fork("flusher", this::flush);
                scope.join();
            }
            heal();
            assertThat(reads).isPositive();
            assertThat(acknowledged).hasSizeGreaterThan(50);
            for (int shard = 0; shard < TestCluster.SHARDS; shard++) {
                for (MemberId reader : List.of(A, B)) {
                    checkUntilAnswered(shard, reader);
                }
            }
        }

        private boolean write() {
            for (int i = 0; i < 60; i++) {
                long key = nextKey++;
                attempted.add(key);
                insert(key);
                runtime.sleep(Duration.ofMillis(runtime.random(20)));
            }
            writersLeft--;
            return true;
        }

        /** Repeats what is certain to have done nothing; what is not known is not repeated. */
        private void insert(long key) {
            while (true) {
                try {
                    cluster.insert(key);
                    acknowledged.add(key);
                    return;
                } catch (DatabaseException failure) {
                    boolean didNothing =
                            failure.code() == ErrorCode.NOT_OWNER || failure.code() == ErrorCode.NODE_OFFLINE;
                    if (!didNothing) {
                        return;
                    }
                    runtime.sleep(Duration.ofMillis(20));
                }
            }
        }

        private boolean read() {
            while (writersLeft > 0) {
                int shard = (int) runtime.random(TestCluster.SHARDS);
                List<MemberId> readers = cluster.docs().placement(shard).readers();
                try {
                    check(shard, readers.get((int) runtime.random(readers.size())));
                } catch (DatabaseException retriable) {
                    runtime.sleep(Duration.ofMillis(10));
                }
                runtime.sleep(Duration.ofMillis(runtime.random(10)));
            }
            return true;
        }

        private void check(int shard, MemberId reader) {
            TreeSet<Long> before = new TreeSet<>(acknowledged);
            before.removeIf(key -> key % TestCluster.SHARDS != shard);
            List<Long> keys = Arrays.stream(cluster.keys(shard, reader)).boxed().toList();
            assertThat(keys).doesNotHaveDuplicates().containsAll(before);
            assertThat(attempted).containsAll(keys);
            reads++;
        }

        private void checkUntilAnswered(int shard, MemberId reader) {
            for (int attempt = 0; ; attempt++) {
                try {
                    check(shard, reader);
                    return;
                } catch (DatabaseException notYet) {
                    assertThat(attempt).as("attempts, last %s", notYet).isLessThan(200);
                    runtime.sleep(Duration.ofMillis(50));
                }
            }
        }

        private MemberId any() {
            return runtime.random(2) == 0 ? A : B;
        }

        private static MemberId other(MemberId id) {
            return id.equals(A) ? B : A;
        }

        private boolean move() {
            while (writersLeft > 0) {
                runtime.sleep(Duration.ofMillis(runtime.random(150)));
                int shard = (int) runtime.random(TestCluster.SHARDS);
                switch ((int) runtime.random(8)) {
                    case 0 -> kill(any());
                    case 1 -> loseLease(any());
                    case 2 -> awayAndBack(shard);
                    case 3, 4 ->
                        cluster.place(shard, cluster.docs().placement(shard).readBy(readers()));
                    default -> cluster.move(shard, any());
                }
            }
            return true;
        }

        private List<MemberId> readers() {
            return switch ((int) runtime.random(3)) {
                case 0 -> List.of(A);
                case 1 -> List.of(B);
                default -> List.of(A, B);
            };
        }

        private void awayAndBack(int shard) {
            Optional<MemberId> owner = cluster.docs().placement(shard).owner();
            cluster.move(shard, other(owner.orElse(A)));
            if (runtime.random(2) == 0) {
                runtime.sleep(Duration.ofMillis(runtime.random(50)));
            }
            cluster.move(shard, owner.orElse(A));
        }

        private void kill(MemberId id) {
            cluster.member(id).process().kill();
            takeFrom(id);
            cluster.start(id);
        }

        /** It hears nothing of what happens meanwhile, which may be that its shards go and come back. */
        private void loseLease(MemberId id) {
            TestMember member = cluster.member(id);
            member.loseLease();
            takeFrom(id);
            runtime.sleep(Duration.ofMillis(runtime.random(300)));
            if (runtime.random(2) == 0) {
                cluster.move((int) runtime.random(TestCluster.SHARDS), id);
            }
            member.takeLease(cluster.coordinator().catalog().version());
        }

        private void takeFrom(MemberId id) {
            for (int shard = 0; shard < TestCluster.SHARDS; shard++) {
                if (cluster.docs().placement(shard).owner().equals(Optional.of(id)) && runtime.random(3) > 0) {
                    cluster.move(shard, other(id));
                }
            }
        }

        private boolean flush() {
            while (writersLeft > 0) {
                runtime.sleep(Duration.ofMillis(runtime.random(200)));
                TestMember member = cluster.member(any());
                try {
                    member.call(
                            runtime, () -> member.data().flush(cluster.docs().id()));
                    if (runtime.random(4) == 0) {
                        member.call(
                                runtime,
                                () -> member.data().compact(cluster.docs().id()));
                    }
                } catch (DatabaseException retriable) {
                    runtime.sleep(Duration.ofMillis(10));
                }
            }
            return true;
        }

        private void heal() {
            for (int shard = 0; shard < TestCluster.SHARDS; shard++) {
                cluster.place(shard, cluster.docs().placement(shard).readBy(List.of(A, B)));
                if (cluster.docs().placement(shard).owner().isEmpty()) {
                    cluster.move(shard, A);
                }
            }
        }
    }

    private static void within(long seed, java.util.function.Consumer<TestCluster> body) {
        Simulation.run(seed, Duration.ofHours(1), simulation -> {
            TestCluster cluster = new TestCluster(simulation, List.of(A, B));
            cluster.place(0, new ShardPlacement(Optional.of(A), 0, 0, List.of(A)));
            cluster.place(1, new ShardPlacement(Optional.of(B), 0, 0, List.of(B)));
            body.accept(cluster);
        });
    }

    private static void insert(TestCluster cluster, long key) {
        for (int attempt = 0; ; attempt++) {
            try {
                cluster.insert(key);
                return;
            } catch (DatabaseException failure) {
                assertThat(failure.code()).isEqualTo(ErrorCode.NOT_OWNER);
                assertThat(attempt).isLessThan(100);
                cluster.runtime().sleep(Duration.ofMillis(20));
            }
        }
    }

    // Goal: a flush that is asked for is done by whoever has the shard at the end. Method: rows, then the shard moves
    // to
    // a member that nobody asked for a flush; what tells whether all is flushed opens the shard and asks for it.
    @Test
    void whoTakesAShardOverFlushesWhatWasToBeFlushed() {
        within(1, cluster -> {
            insert(cluster, 0);
            insert(cluster, 2);
            DataRole a = cluster.member(A).data();
            Timestamp upTo = a.flush(cluster.docs().id()).upTo();
            cluster.move(0, B);
            DataRole b = cluster.member(B).data();
            assertThat(a.isFlushed(cluster.docs().id(), upTo)).isTrue();
            for (int i = 0; !b.isFlushed(cluster.docs().id(), upTo); i++) {
                assertThat(i).isLessThan(500);
                cluster.runtime().sleep(Duration.ofMillis(20));
            }
            assertThat(cluster.coordinator()
                            .catalog()
                            .collections()
                            .values()
                            .findFirst()
                            .orElseThrow()
                            .storage()
                            .segments()
                            .values()
                            .mapToLong(segment -> segment.rowCount())
                            .sum())
                    .isEqualTo(2);
        });
    }

    private static long[] keys(TestCluster cluster, MemberId reader) {
        for (int attempt = 0; ; attempt++) {
            try {
                return cluster.keys(0, reader);
            } catch (DatabaseException notYet) {
                assertThat(attempt).as("attempts, last %s", notYet).isLessThan(200);
                cluster.runtime().sleep(Duration.ofMillis(20));
            }
        }
    }

    // Goal: who had a shard, lost it unnoticed and has it again knows what was written in between. Method: a member
    // hears
    // nothing while its shard goes to another, gets a row there and comes back; then a strong read before any write.
    @Test
    void aShardThatCameBackHasWhatWasWrittenElsewhere() {
        within(3, cluster -> {
            insert(cluster, 0);
            assertThat(keys(cluster, A)).containsExactly(0);
            cluster.member(A).loseLease();
            cluster.move(0, B);
            insert(cluster, 2);
            cluster.move(0, A);
            cluster.member(A).takeLease(cluster.coordinator().catalog().version());
            assertThat(keys(cluster, A)).containsExactly(0, 2);
        });
    }

    // Goal: no row is in a file and in the tail of the shard's new owner at once. Method: a member that does not know
    // yet
    // that its shard has gone flushes it.
    @Test
    void aFlushOfAShardThatHasGoneIsNotTaken() {
        within(4, cluster -> {
            insert(cluster, 0);
            TestMember a = cluster.member(A);
            a.loseLease();
            cluster.move(0, B);
            insert(cluster, 2);
            a.data().flush(cluster.docs().id());
            cluster.runtime().sleep(Duration.ofSeconds(1));
            assertThat(cluster.docs().storage().segments().isEmpty()).isTrue();
            a.takeLease(cluster.coordinator().catalog().version());
            assertThat(keys(cluster, A)).containsExactly(0, 2);
        });
    }

    // Goal: after a hiccup of its log an owner goes on without the coordinator. Method: the coordinator leaves, an
    // answer
    // of the log is lost; the next write is taken, and read with the one before.
    @Test
    void anOwnerOpensItsLogAgainWithoutTheCoordinator() {
        within(5, cluster -> {
            insert(cluster, 0);
            cluster.member(A).catalog().leave();
            cluster.faults(new PortFaults(1_000_000, 0, 1));
            assertThat(codeOf(() -> cluster.insert(2))).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            cluster.faults(PortFaults.NONE);
            insert(cluster, 4);
            assertThat(keys(cluster, A)).containsExactly(0, 2, 4);
        });
    }

    // Goal: a member answers only for what is placed on it, and says so in a way that lets others be asked. Method: a
    // write of a shard of another member's; a read of a shard that is read elsewhere; what is ready.
    @Test
    void aMemberAnswersForItsOwnShardsOnly() {
        within(2, cluster -> {
            insert(cluster, 1);
            List<ShardId> both = List.of(cluster.shard(0), cluster.shard(1));
            TestMember b = cluster.member(B);
            for (int i = 0; b.query().ready(both).isEmpty(); i++) {
                assertThat(i).isLessThan(500);
                cluster.runtime().sleep(Duration.ofMillis(20));
            }
            assertThat(b.query().ready(both)).containsExactly(cluster.shard(1));
            assertThat(b.query().loadProgress(cluster.docs().id()).percent()).isEqualTo(100);
            assertThat(cluster.keys(1, B)).containsExactly(1);
            assertThat(codeOf(() -> cluster.keys(0, B))).isEqualTo(ErrorCode.NOT_OWNER);
            assertThat(codeOf(() -> cluster.keys(1, A))).isEqualTo(ErrorCode.NOT_OWNER);
            assertThat(b.data().totals().shards()).isEqualTo(1);
        });
    }

    private static ErrorCode codeOf(Runnable call) {
        try {
            call.run();
            throw new AssertionError("was answered");
        } catch (DatabaseException failure) {
            return failure.code();
        }
    }
}
