package io.windhover.index.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums the lanes of a float vector, always in the same order. {@code reduceLanes} leaves the order open, and compiled code
 * has another than interpreted: the score of one row would change in its last bit while a server warms up, and searches
 * that go on behind a score would find the row twice.
 */
final class Lanes {
    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(S, 8, 1, true);
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(S, 2, 1, true);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(S, 1, 1, true);

    private Lanes() {}

    /** Returns the sum: halves are added to halves until one lane is left. */
    static float sum(FloatVector lanes) {
        FloatVector sum = lanes;
        if (S.length() >= 16) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (S.length() >= 8) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        if (S.length() >= 4) {
            sum = sum.add(sum.rearrange(BY_2));
        }
        return sum.add(sum.rearrange(BY_1)).lane(0);
    }
}
