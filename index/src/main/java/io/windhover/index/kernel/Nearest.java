package io.windhover.index.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Looks through an unordered list of distances. The list is an array padded with infinities to a multiple of {@link
 * #ALIGN}, which searches may read.
 */
public final class Nearest {
    /** Lists are padded to a multiple of this. */
    public static final int ALIGN = 16;

    private static final int LANES = SimdFloat.S.length();

    private Nearest() {}

    /** Returns the first index of the least of {@code count} distances, -1 if there is none below infinity. */
    public static int indexOfLeast(float[] distances, int count) {
        return indexOfLeast(distances, 0, count);
    }

    /** Returns how far behind {@code from} the least of {@code count} distances is, -1 if there is none below infinity. */
    public static int indexOfLeast(float[] distances, int from, int count) {
        FloatVector least = FloatVector.broadcast(SimdFloat.S, Float.POSITIVE_INFINITY);
        for (int i = 0; i < count; i += LANES) {
            least = least.min(FloatVector.fromArray(SimdFloat.S, distances, from + i));
        }
        float wanted = least.reduceLanes(VectorOperators.MIN);
        if (wanted == Float.POSITIVE_INFINITY) {
            return -1;
        }
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> equal =
                    FloatVector.fromArray(SimdFloat.S, distances, from + i).compare(VectorOperators.EQ, wanted);
            if (equal.anyTrue()) {
                return i + equal.firstTrue();
            }
        }
        return -1;
    }

    /** Returns how many of {@code count} distances are below {@code limit}. */
    public static int countBelow(float[] distances, int count, float limit) {
        int below = 0;
        for (int i = 0; i < count; i += LANES) {
            below += FloatVector.fromArray(SimdFloat.S, distances, i)
                    .compare(VectorOperators.LT, limit)
                    .trueCount();
        }
        return below;
    }
}
