package io.windhover.cluster.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.windhover.cluster.call.IdleDataRole;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.JobId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.ShardWrite;
import io.windhover.runtime.simulated.NetworkFaults;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Goal: every call finds the owner, whatever happens to it. Method: simulated processes on a bad network, many seeds. */
class PlacedDataRoleTest {
    private static final ShardWrite WRITE = new ShardWrite(RouteWorld.SHARD, 1, List.of(), Optional.empty());

    private final IdleDataRole first = new IdleDataRole();
    private final IdleDataRole second = new IdleDataRole();

    private static void simulate(int shardCount, Consumer<RouteWorld> story) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(
                    seed, Duration.ofHours(1), simulation -> story.accept(new RouteWorld(simulation, shardCount)));
        }
    }

    private static PlacedDataRole placed(RouteWorld world) {
        return new PlacedDataRole(world.route(), RouteWorld.DEADLINE);
    }

    private static ErrorCode code(Runnable action) {
        return ((DatabaseException) catchThrowable(action::run)).code();
    }

    @Test
    void writeWaitsForTheNextOwnerWhileItsShardMoves() {
        simulate(1, world -> {
            world.startData("d1", first);
            world.startData("d2", second);
            world.place(0, "");
            world.later(300, () -> world.place(0, "d2"));
            int before = second.writes.size();
            placed(world).append(WRITE);
            assertThat(second.writes).hasSize(before + 1);
            assertThat(first.writes).isEmpty();
        });
    }

    @Test
    void ownerThatRefusesIsAskedAgainUntilTheShardHasMoved() {
        simulate(1, world -> {
            world.startData("d1", new IdleDataRole() {
                @Override
                public Timestamp append(ShardWrite write) {
                    throw DatabaseException.of(ErrorCode.NOT_OWNER, "shard", write.shard());
                }
            });
            world.startData("d2", second);
            world.place(0, "d1");
            world.later(700, () -> world.place(0, "d2"));
            int before = second.writes.size();
            placed(world).append(WRITE);
            assertThat(second.writes).hasSize(before + 1);
        });
    }

    @Test
    void deadOwnerIsWaitedForUntilItIsReplacedOrTheTimeIsUp() {
        simulate(1, world -> {
            world.startData("d1", first);
            world.startData("d2", second);
            world.place(0, "d1");
            world.processes.get("d1").kill();
            assertThat(code(() -> placed(world).append(WRITE))).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            world.leave("d1");
            world.later(2000, () -> world.place(0, "d2"));
            int before = second.writes.size();
            placed(world).append(WRITE);
            assertThat(second.writes).hasSize(before + 1);
        });
    }

    @Test
    void writeWhoseAnswerIsLostIsNeverRepeated() {
        simulate(1, world -> {
            IdleDataRole owner = new IdleDataRole();
            world.startData("d1", owner);
            world.place(0, "d1");
            world.network.cut("d1", "world");
            assertThat(code(() -> placed(world).append(WRITE))).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
            assertThat(owner.writes).hasSize(1);
        });
    }

    /** What was acknowledged is there once, what failed at most once. */
    @Test
    void writesAreThereAsOftenAsTheyWereAcknowledgedOnALossyNetworkWhileShardsMove() {
        simulate(1, world -> {
            IdleDataRole left = new IdleDataRole();
            IdleDataRole right = new IdleDataRole();
            world.startData("d1", left);
            world.startData("d2", right);
            world.place(0, "d1");
            world.network.faults(new NetworkFaults(20_000_000, 10, 0));
            for (int i = 1; i < 40; i++) {
                int move = i;
                world.later(i * 150L, () -> world.place(0, move % 3 == 0 ? "" : move % 3 == 1 ? "d1" : "d2"));
            }
            int acknowledged = 0;
            int unknown = 0;
            PlacedDataRole data = new PlacedDataRole(world.route(), Duration.ofSeconds(1));
            for (int i = 0; i < 40; i++) {
                try {
                    data.append(WRITE);
                    acknowledged++;
                } catch (DatabaseException failure) {
                    assertThat(failure.code().retry()).isNotEqualTo(ErrorCode.Retry.NEVER);
                    unknown++;
                }
            }
            assertThat(left.writes.size() + right.writes.size()).isBetween(acknowledged, acknowledged + unknown);
            assertThat(acknowledged).isPositive();
        });
    }

    @Test
    void flushIsOfAllOwnersAndDoneWhenAllAreDone() {
        simulate(3, world -> {
            boolean[] isDone = {false};
            world.startData("d1", new IdleDataRole() {
                @Override
                public FlushTicket flush(CollectionId collection) {
                    return new FlushTicket(List.of(new SegmentId(5)), new Timestamp(90));
                }

                @Override
                public boolean isFlushed(CollectionId collection, Timestamp upTo) {
                    return isDone[0] && upTo.equals(new Timestamp(90));
                }
            });
            world.startData("d2", second);
            world.place(0, "d1");
            world.place(1, "d2");
            world.place(2, "d1");
            // One attempt in eight loses one of its four messages; there is time for five attempts.
            world.network.faults(new NetworkFaults(20_000_000, 30, 5));
            PlacedDataRole data = placed(world);
            FlushTicketView ticket = new FlushTicketView(data.flush(RouteWorld.COLLECTION));
            assertThat(ticket.segments()).containsExactly(5L, 1L);
            assertThat(ticket.ticket().upTo()).isEqualTo(new Timestamp(90));
            assertThat(data.isFlushed(RouteWorld.COLLECTION, ticket.ticket().upTo()))
                    .isFalse();
            isDone[0] = true;
            assertThat(data.isFlushed(RouteWorld.COLLECTION, ticket.ticket().upTo()))
                    .isTrue();
        });
    }

    private record FlushTicketView(IdleDataRole.FlushTicket ticket) {
        List<Long> segments() {
            return ticket.segments().stream().map(SegmentId::value).toList();
        }
    }

    private static IdleDataRole compacting(long job, boolean[] isDone) {
        return new IdleDataRole() {
            @Override
            public CompactionTicket compact(CollectionId collection) {
                return new CompactionTicket(new JobId(job), 2);
            }

            @Override
            public Optional<CompactionProgress> compaction(JobId asked) {
                return asked.value() == job
                        ? Optional.of(new CompactionProgress(asked, RouteWorld.COLLECTION, isDone[0], List.of(), 1))
                        : Optional.empty();
            }
        };
    }

    @Test
    void compactionIsDoneWhenEveryOwnersPartIs() {
        simulate(2, world -> {
            boolean[] leftDone = {true};
            boolean[] rightDone = {false};
            world.startData("d1", compacting(11, leftDone));
            world.startData("d2", compacting(22, rightDone));
            world.place(0, "d1");
            world.place(1, "d2");
            PlacedDataRole data = placed(world);
            CompactionTicket ticket = data.compact(RouteWorld.COLLECTION);
            assertThat(ticket).isEqualTo(new CompactionTicket(new JobId(11), 4));
            CompactionProgress half = data.compaction(ticket.job()).orElseThrow();
            assertThat(half.done()).isFalse();
            assertThat(half.failures()).isEqualTo(2);
            rightDone[0] = true;
            assertThat(data.compaction(ticket.job()).orElseThrow().done()).isTrue();
            assertThat(placed(world).compaction(new JobId(22)).orElseThrow().done())
                    .isTrue();
            assertThat(data.compaction(new JobId(33))).isEmpty();
            rightDone[0] = false;
            world.processes.get("d2").kill();
            world.leave("d2");
            CompactionProgress orphan = data.compaction(ticket.job()).orElseThrow();
            assertThat(orphan.done()).isTrue();
            assertThat(orphan.failures()).isEqualTo(2);
        });
    }

    @Test
    void healthTellsWhichOwnerDoesNotServe() {
        simulate(1, world -> {
            assertThat(placed(world).roleHealth().isWell()).isFalse();
            world.startData("d1", first);
            world.startData("d2", second);
            assertThat(placed(world).roleHealth().isWell()).isTrue();
            world.processes.get("d2").kill();
            RoleHealth health = placed(world).roleHealth();
            assertThat(health.state()).isEqualTo(RoleHealth.State.SAFE_MODE);
            assertThat(health.reasons()).singleElement().asString().startsWith("d2: ");
            assertThat(code(() -> placed(world).holds(RouteWorld.COLLECTION))).isEqualTo(ErrorCode.NODE_OFFLINE);
        });
    }
}
