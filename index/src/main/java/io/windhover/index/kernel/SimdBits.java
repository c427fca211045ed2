package io.windhover.index.kernel;

import static io.windhover.index.kernel.Memory.ALL;
import static io.windhover.index.kernel.Memory.ORDER;

import io.windhover.index.vector.Metric;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Kernels of BINARY rows; pays from two vectors on, so shorter rows get the word kernels. */
final class SimdBits {
    private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;
    private static final int BYTES = S.vectorByteSize();

    private SimdBits() {}

    static Kernel of(Metric metric, int dim) {
        boolean pays = dim / 8 >= 2 * BYTES;
        if (pays && metric == Metric.HAMMING) {
            return Kernel.looped(dim, (query, row, n) -> hamming(query, row, n / 8));
        }
        if (pays && metric == Metric.JACCARD) {
            return Kernel.looped(dim, (query, row, n) -> jaccard(query, row, n / 8));
        }
        return ScalarBits.of(metric, dim);
    }

    private static LongVector load(long address) {
        return LongVector.fromMemorySegment(S, ALL, address, ORDER);
    }

    private static int hamming(long query, long row, int bytes) {
        LongVector sum = LongVector.zero(S);
        int i = 0;
        for (; i <= bytes - BYTES; i += BYTES) {
            LongVector differing = load(query + i).lanewise(VectorOperators.XOR, load(row + i));
            sum = sum.add(differing.lanewise(VectorOperators.BIT_COUNT));
        }
        return (int) sum.reduceLanes(VectorOperators.ADD) + ScalarBits.hamming(query, row, i, bytes);
    }

    private static float jaccard(long query, long row, int bytes) {
        LongVector differing = LongVector.zero(S);
        LongVector common = differing;
        int i = 0;
        for (; i <= bytes - BYTES; i += BYTES) {
            LongVector a = load(query + i);
            LongVector b = load(row + i);
            differing = differing.add(a.lanewise(VectorOperators.XOR, b).lanewise(VectorOperators.BIT_COUNT));
            common = common.add(a.and(b).lanewise(VectorOperators.BIT_COUNT));
        }
        return ScalarBits.jaccardDistance(
                (int) common.reduceLanes(VectorOperators.ADD) + ScalarBits.common(query, row, i, bytes),
                (int) differing.reduceLanes(VectorOperators.ADD) + ScalarBits.hamming(query, row, i, bytes));
    }
}
