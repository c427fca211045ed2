package io.windhover.node.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.CollectionId;
import io.windhover.model.ShardId;
import io.windhover.node.data.FlushPlanner.Limits;
import io.windhover.node.data.FlushPlanner.ShardLoad;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushPlannerTest {
    private static final Limits LIMITS = new Limits(100, 1000, 5000, 10_000, 50, 10_000, 2500);
    private final FlushPlanner planner = new FlushPlanner(LIMITS);

    // Goal: each limit alone seals. Method: one load at each limit, one just below all.
    @Test
    void eachLimitAloneSealsTheShard() {
        assertThat(sealed(load(1, 99, 999, 999, 4999, 49, 1, false, false))).isEmpty();
        assertThat(sealed(load(1, 100, 1, 1, 1, 0, 1, false, false))).containsExactly(shard(1));
        assertThat(sealed(load(1, 1, 1000, 1000, 1, 0, 1, false, false))).containsExactly(shard(1));
        assertThat(sealed(load(1, 1, 1, 1, 5000, 0, 1, false, false))).containsExactly(shard(1));
        assertThat(sealed(load(1, 0, 0, 0, 1, 50, 1, false, false))).containsExactly(shard(1));
        assertThat(sealed(load(1, 1, 1, 1, 1, 0, -9000, false, false))).containsExactly(shard(1));
        assertThat(sealed(load(1, 1, 1, 1, 1, 0, 1, false, true))).containsExactly(shard(1));
    }

    // Goal: the log of dropped partitions is given back soon. Method: a load young for a flush, with and without them.
    @Test
    void aLogWithRowsOfDroppedPartitionsIsFlushedSooner() {
        FlushPlanner standard = new FlushPlanner(Limits.STANDARD);
        ShardLoad kept = new ShardLoad(shard(1), 1, 1, 1, 1, 1, 0, false, 0, false, false);
        ShardLoad gone = new ShardLoad(shard(1), 1, 1, 1, 1, 1, 0, true, 0, false, false);
        assertThat(standard.plan(List.of(kept), 20_000)).isEmpty();
        assertThat(standard.plan(List.of(gone), 19_999)).isEmpty();
        assertThat(standard.plan(List.of(gone), 20_000)).containsExactly(shard(1));
    }

    // Goal: no work without need. Method: an empty shard on request, and a full one that is flushing already.
    @Test
    void emptyAndFlushingShardsAreLeftAlone() {
        assertThat(sealed(load(1, 0, 0, 0, 0, 0, -9000, false, true))).isEmpty();
        assertThat(sealed(load(1, 200, 2000, 2000, 1, 0, 1, true, true))).isEmpty();
    }

    // Goal: memory is bounded over all shards. Method: four shards below their own limits, together above.
    @Test
    void tooMuchMemorySealsTheLargestFirst() {
        assertThat(planner.plan(
                        List.of(
                                load(1, 1, 500, 500, 1, 0, 1, false, false),
                                load(2, 1, 900, 900, 1, 0, 1, false, false),
                                load(3, 1, 800, 900, 1, 0, 1, false, false),
                                load(4, 1, 700, 700, 1, 0, 1, false, false)),
                        1000))
                .containsExactly(shard(2));
    }

    private List<ShardId> sealed(ShardLoad load) {
        return planner.plan(List.of(load), 1000);
    }

    private static ShardId shard(int number) {
        return new ShardId(new CollectionId(1), number);
    }

    private static ShardLoad load(
            int shard,
            long rowsMost,
            long bytesMost,
            long bytes,
            long walBytes,
            long deletes,
            long oldestMs,
            boolean isFlushing,
            boolean isRequested) {
        return new ShardLoad(
                shard(shard),
                rowsMost,
                bytesMost,
                bytes,
                walBytes,
                1,
                deletes,
                false,
                oldestMs,
                isFlushing,
                isRequested);
    }
}
