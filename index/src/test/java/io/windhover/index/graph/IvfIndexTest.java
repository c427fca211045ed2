package io.windhover.index.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.TestVectors;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Goal: inverted files keep the contract. Method: that, and what only they have. */
class IvfIndexTest extends VectorIndexContract {
    @Override
    IndexSpec spec(Metric metric) {
        return IndexSpec.ivf(metric, new IvfParams(64, Integer.MAX_VALUE));
    }

    @Override
    SearchParams params(int candidates) {
        return SearchParams.nprobe(Math.max(1, candidates / 4));
    }

    @Override
    SearchParams tooFewForTen() {
        return new SearchParams(0, 1, 8, 9);
    }

    @Override
    double recallMin(Metric metric) {
        return 0.98;
    }

    @Override
    VectorType[] elementTypes() {
        return new VectorType[] {VectorType.FLOAT16, VectorType.BFLOAT16, VectorType.INT8};
    }

    // Goal: whatever the codes, reading all lists finds nearly all. Method: each codebook, several dims, rows without
    // any
    // order, each metric, among them those of which lengths differ; recall@10.
    @Test
    void readingAllListsFindsNearlyAllWithEveryCode() {
        for (int bits : new int[] {Integer.MAX_VALUE, 160, 0}) {
            for (int dim : new int[] {2, 16, 100}) {
                VectorRows rows = TestVectors.random(VectorType.FLOAT, 4_000, dim, SEED + dim);
                for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE, Metric.IP}) {
                    IndexSpec spec = IndexSpec.ivf(metric, new IvfParams(32, bits));
                    try (VectorIndex index = VectorIndexes.build(spec, rows, VectorIndexes.Work.here())) {
                        assertThat(recall(index, rows, 4 * 32, null))
                                .as(metric + " dim " + dim + " bits " + bits)
                                .isGreaterThan(bits == 0 ? 0.9 : bits == 160 ? 0.95 : 0.98);
                    }
                }
            }
        }
    }

    // Goal: the more lists are read the more is found. Method: recall@10 at 1, 4, 16 and all of 64 lists.
    @Test
    void moreListsFindMore() {
        VectorRows rows = TestVectors.random(VectorType.FLOAT, 10_000, 24, new SplittableRandom(SEED).nextLong());
        try (VectorIndex index = build(rows, Metric.L2)) {
            double before = 0;
            for (int lists : new int[] {1, 4, 16, 64}) {
                double recall = recall(index, rows, 4 * lists, null);
                assertThat(recall).as(lists + " lists").isGreaterThan(before);
                before = recall;
            }
            assertThat(before).isGreaterThan(0.99);
        }
    }

    // Goal: the same index for any number of tasks. Method: compare the bytes.
    @Test
    void filesAreTheSameForAnyNumberOfTasks() {
        VectorRows rows = TestVectors.clustered(VectorType.FLOAT, 5_000, 20, 20, SEED);
        VectorIndexes.Work four =
                new VectorIndexes.Work(tasks -> tasks.parallelStream().forEach(Runnable::run), 4, () -> false);
        try (VectorIndex one = build(rows, Metric.COSINE);
                VectorIndex other = VectorIndexes.build(spec(Metric.COSINE), rows, four)) {
            assertThat(bytes(other)).isEqualTo(bytes(one));
        }
    }
}
