package io.windhover.index.kernel;

import io.windhover.index.vector.Metric;
import io.windhover.model.Invariant;

/** Bit kernels on 64-bit words, the last bytes one by one. */
final class ScalarBits {
    private ScalarBits() {}

    static Kernel of(Metric metric, int dim) {
        return Kernel.looped(
                dim,
                switch (metric) {
                    case HAMMING -> (query, row, n) -> hamming(query, row, 0, n / 8);
                    case JACCARD -> ScalarBits::jaccard;
                    case SUBSTRUCTURE -> (query, row, n) -> matches(query, row, n / 8);
                    case SUPERSTRUCTURE -> (query, row, n) -> matches(row, query, n / 8);
                    case L2, IP, COSINE -> throw Invariant.unreachable("metric {} is not for bits", metric);
                });
    }

    static int hamming(long query, long row, int from, int bytes) {
        int count = 0;
        int i = from;
        for (; i + 8 <= bytes; i += 8) {
            count += Long.bitCount(Memory.longAt(query + i) ^ Memory.longAt(row + i));
        }
        for (; i < bytes; i++) {
            count += Integer.bitCount((Memory.byteAt(query + i) ^ Memory.byteAt(row + i)) & 0xff);
        }
        return count;
    }

    static int common(long query, long row, int from, int bytes) {
        int count = 0;
        int i = from;
        for (; i + 8 <= bytes; i += 8) {
            count += Long.bitCount(Memory.longAt(query + i) & Memory.longAt(row + i));
        }
        for (; i < bytes; i++) {
            count += Integer.bitCount(Memory.byteAt(query + i) & Memory.byteAt(row + i) & 0xff);
        }
        return count;
    }

    static float jaccardDistance(int common, int differing) {
        int union = common + differing;
        return union == 0 ? 0f : (float) differing / union;
    }

    private static float jaccard(long query, long row, int dim) {
        return jaccardDistance(common(query, row, 0, dim / 8), hamming(query, row, 0, dim / 8));
    }

    /** Returns 0 if every bit of {@code small} is in {@code large}, else infinity. */
    static float matches(long small, long large, int bytes) {
        int i = 0;
        for (; i + 8 <= bytes; i += 8) {
            if ((Memory.longAt(small + i) & ~Memory.longAt(large + i)) != 0) {
                return Float.POSITIVE_INFINITY;
            }
        }
        for (; i < bytes; i++) {
            if ((Memory.byteAt(small + i) & ~Memory.byteAt(large + i)) != 0) {
                return Float.POSITIVE_INFINITY;
            }
        }
        return 0f;
    }
}
