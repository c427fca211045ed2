package io.windhover.cluster.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.windhover.cluster.call.IdleQuery;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.QueryRole;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.ShardRows;
import io.windhover.runtime.simulated.NetworkFaults;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Goal: a read is answered as long as one reader can. Method: simulated processes on a bad network, many seeds. */
class PlacedQueryTest {
    private static final QueryRole.ShardRead READ =
            new QueryRole.ShardRead(RouteWorld.SHARD, 1, new Guarantee.Newest(), true);
    private static final QueryPlan PLAN = new QueryPlan(
            RouteWorld.COLLECTION, List.of(), Optional.empty(), Optional.empty(), List.of(), 1, false, Timestamp.ZERO);

    /** A reader that may still be loading; a read then waits and fails, as a query node's does. */
    private static final class Loading extends IdleQuery {
        private final RouteWorld world;
        private boolean isReady;

        Loading(RouteWorld world) {
            this.world = world;
        }

        @Override
        public ShardRows query(ShardRead read, QueryPlan plan) {
            if (!isReady) {
                world.runtime().sleep(Duration.ofSeconds(5));
                throw DatabaseException.of(ErrorCode.COLLECTION_NOT_FULLY_LOADED, "collection", "docs");
            }
            return super.query(read, plan);
        }

        @Override
        public LoadProgress loadProgress(CollectionId collection) {
            return new LoadProgress(1, 2, false);
        }

        @Override
        public List<ShardId> ready(List<ShardId> shards) {
            return isReady ? shards : List.of();
        }
    }

    private static void simulate(Consumer<RouteWorld> story) {
        for (long seed = 0; seed < 20; seed++) {
            Simulation.run(seed, Duration.ofHours(1), simulation -> story.accept(new RouteWorld(simulation, 1)));
        }
    }

    private static PlacedQuery placed(RouteWorld world) {
        return new PlacedQuery(world.route(), RouteWorld.DEADLINE);
    }

    @Test
    void readersAnswerInTurn() {
        simulate(world -> {
            IdleQuery left = new IdleQuery();
            IdleQuery right = new IdleQuery();
            world.startQuery("q1", left);
            world.startQuery("q2", right);
            world.place(0, "", "q1", "q2");
            PlacedQuery query = placed(world);
            for (int i = 0; i < 40; i++) {
                query.query(READ, PLAN);
                world.runtime().sleep(Duration.ofMillis(50));
            }
            assertThat(left.reads).isBetween(15, 25);
            assertThat(left.reads + right.reads).isEqualTo(40);
        });
    }

    @Test
    void readerThatIsDeadOrInSafeModeOrCutOffIsPassedOver() {
        simulate(world -> {
            IdleQuery last = new IdleQuery();
            world.startQuery("q1", new IdleQuery());
            world.startQuery("q2", new IdleQuery());
            world.startQuery("q3", last);
            world.place(0, "", "q1", "q2", "q3");
            world.processes.get("q1").kill();
            world.guards.put("q2", Optional.of("safe mode: lease ended"));
            for (int i = 0; i < 6; i++) {
                placed(world).query(READ, PLAN);
            }
            assertThat(last.reads).isEqualTo(6);
            world.guards.put("q2", Optional.empty());
            world.network.cut("q3", "world");
            placed(world).query(READ, PLAN);
        });
    }

    @Test
    void readsGoOnWhileMessagesAreLostAndReadersMove() {
        simulate(world -> {
            world.startQuery("q1", new IdleQuery());
            world.startQuery("q2", new IdleQuery());
            world.place(0, "", "q1");
            world.network.faults(new NetworkFaults(20_000_000, 10, 10));
            for (int i = 1; i < 30; i++) {
                String[] readers = i % 3 == 0 ? new String[] {"q1", "q2"} : new String[] {i % 3 == 1 ? "q1" : "q2"};
                world.later(i * 200L, () -> world.place(0, "", readers));
            }
            PlacedQuery query = new PlacedQuery(world.route(), Duration.ofMinutes(1));
            for (int i = 0; i < 60; i++) {
                query.query(READ, PLAN);
            }
        });
    }

    @Test
    void noReadWaitsForAReaderThatStillLoadsWhileAnotherServes() {
        simulate(world -> {
            IdleQuery old = new IdleQuery();
            Loading next = new Loading(world);
            world.startQuery("q1", old);
            world.startQuery("q2", next);
            world.place(0, "", "q1");
            PlacedQuery query = placed(world);
            query.query(READ, PLAN);
            world.place(0, "", "q1", "q2");
            long startNs = world.runtime().monotonicNs();
            for (int i = 0; i < 20; i++) {
                query.query(READ, PLAN);
            }
            assertThat(world.runtime().monotonicNs() - startNs).isLessThan(1_000_000_000L);
            next.isReady = true;
            for (int i = 0; i < 20; i++) {
                world.runtime().sleep(Duration.ofMillis(100));
                query.query(READ, PLAN);
            }
            assertThat(next.reads).isPositive();
            world.place(0, "", "q2");
            query.query(READ, PLAN);
        });
    }

    @Test
    void readerThatSaysNothingCostsASecondWhereAnotherOneIs() {
        // Goal: a stopped or cut off process delays reads little. Method: no message gets to one of two readers.
        simulate(world -> {
            world.startQuery("q1", new IdleQuery());
            world.startQuery("q2", new IdleQuery());
            world.place(0, "", "q1", "q2");
            world.network.cut("q1", "world");
            PlacedQuery query = placed(world);
            long startNs = world.runtime().monotonicNs();
            for (int i = 0; i < 20; i++) {
                query.query(READ, PLAN);
            }
            assertThat(world.runtime().monotonicNs() - startNs).isLessThan(1_500_000_000L);
        });
    }

    @Test
    void readOfAReaderThatSaysNothingGoesOnWhenItsLeaseEnds() {
        // Goal: nobody waits for who is known to be gone. Method: the only reader is cut off; its lease ends after
        // three
        // seconds and another one is named.
        simulate(world -> {
            world.startQuery("q1", new IdleQuery());
            world.startQuery("q2", new IdleQuery());
            world.place(0, "", "q1");
            world.network.cut("q1", "world");
            world.later(3_000, () -> {
                world.leave("q1");
                world.place(0, "", "q2");
            });
            long startNs = world.runtime().monotonicNs();
            placed(world).query(READ, PLAN);
            assertThat(world.runtime().monotonicNs() - startNs).isLessThan(4_000_000_000L);
        });
    }

    @Test
    void shardWithoutAReaderIsNotFullyLoaded() {
        simulate(world -> {
            DatabaseException failure =
                    (DatabaseException) catchThrowable(() -> placed(world).query(READ, PLAN));
            assertThat(failure.code()).isEqualTo(ErrorCode.COLLECTION_NOT_FULLY_LOADED);
            assertThat(placed(world).loadProgress(RouteWorld.COLLECTION).percent())
                    .isZero();
        });
    }

    @Test
    void loadIsCompleteWhenOneReaderOfEachShardServesIt() {
        simulate(world -> {
            Loading one = new Loading(world);
            Loading two = new Loading(world);
            world.startQuery("q1", one);
            world.startQuery("q2", two);
            world.place(0, "", "q1", "q2");
            assertThat(placed(world).loadProgress(RouteWorld.COLLECTION).caughtUp())
                    .isFalse();
            assertThat(placed(world).ready(List.of(RouteWorld.SHARD))).isEmpty();
            two.isReady = true;
            assertThat(placed(world).loadProgress(RouteWorld.COLLECTION).percent())
                    .isEqualTo(100);
            assertThat(placed(world).ready(List.of(RouteWorld.SHARD))).containsExactly(RouteWorld.SHARD);
        });
    }
}
