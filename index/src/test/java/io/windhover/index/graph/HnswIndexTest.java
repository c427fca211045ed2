package io.windhover.index.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The layered graph, which also takes bytes and bits. */
class HnswIndexTest extends VectorIndexContract {
    @Override
    IndexSpec spec(Metric metric) {
        return IndexSpec.hnsw(metric, 16, 100);
    }

    @Override
    double recallMin(Metric metric) {
        return 0.97;
    }

    @Override
    VectorType[] elementTypes() {
        return new VectorType[] {VectorType.FLOAT16, VectorType.BFLOAT16, VectorType.INT8};
    }

    // Goal: bits too. Method: 5,000 rows of 64 bits near 50 centres; distances compared, for ties are many.
    @Test
    void bitsAreFoundByHammingAndJaccard() {
        VectorRows rows = bitsNearCentres(5_000, 64, 50);
        for (Metric metric : new Metric[] {Metric.HAMMING, Metric.JACCARD}) {
            try (VectorIndex index = build(rows, metric)) {
                assertThat(recall(index, rows, 100, null)).as(metric.name()).isGreaterThan(0.95);
            }
        }
    }

    private static VectorRows bitsNearCentres(int rowCount, int dim, int clusters) {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[][] centres = new byte[clusters][dim / 8];
        for (byte[] centre : centres) {
            random.nextBytes(centre);
        }
        MemorySegment data = Arena.ofAuto().allocate((long) rowCount * dim / 8, 64);
        for (int row = 0; row < rowCount; row++) {
            byte[] bits = centres[random.nextInt(clusters)].clone();
            for (int flip = 0; flip < dim / 6; flip++) {
                int bit = random.nextInt(dim);
                bits[bit / 8] ^= (byte) (1 << bit % 8);
            }
            MemorySegment.copy(bits, 0, data, ValueLayout.JAVA_BYTE, (long) row * dim / 8, dim / 8);
        }
        return new VectorRows(data, dim, VectorType.BINARY, rowCount);
    }
}
