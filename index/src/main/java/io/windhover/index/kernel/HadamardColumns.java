package io.windhover.index.kernel;

import io.windhover.model.SizeExempt;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Hadamard transforms of sixteen elements, many side by side: each column of an array of sixteen rows. */
public final class HadamardColumns {
    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final int LANES = S.length();
    private static final int ROWS = 16;

    private HadamardColumns() {}

    /** Transforms the first {@code 16 * columns} elements, row by row, in place; not scaled. */
    public static void transform(float[] t, int columns) {
        for (int half = 1; half < ROWS; half <<= 2) {
            for (int row = 0; row < ROWS; row++) {
                if ((row & 3 * half) == 0) {
                    twoSteps(t, row * columns, half * columns, columns);
                }
            }
        }
    }

    /** Does two steps of the transform on the four rows that begin at {@code at} and each {@code step} further. */
    @SizeExempt("SIMD kernel")
    private static void twoSteps(float[] t, int at, int step, int columns) {
        int b = at + step;
        int c = b + step;
        int d = c + step;
        int i = 0;
        for (; i <= columns - LANES; i += LANES) {
            FloatVector p = FloatVector.fromArray(S, t, at + i);
            FloatVector q = FloatVector.fromArray(S, t, b + i);
            FloatVector r = FloatVector.fromArray(S, t, c + i);
            FloatVector s = FloatVector.fromArray(S, t, d + i);
            FloatVector sum = p.add(q);
            FloatVector difference = p.sub(q);
            FloatVector otherSum = r.add(s);
            FloatVector otherDifference = r.sub(s);
            sum.add(otherSum).intoArray(t, at + i);
            difference.add(otherDifference).intoArray(t, b + i);
            sum.sub(otherSum).intoArray(t, c + i);
            difference.sub(otherDifference).intoArray(t, d + i);
        }
        if (i < columns) {
            VectorMask<Float> mask = S.indexInRange(i, columns);
            FloatVector p = FloatVector.fromArray(S, t, at + i, mask);
            FloatVector q = FloatVector.fromArray(S, t, b + i, mask);
            FloatVector r = FloatVector.fromArray(S, t, c + i, mask);
            FloatVector s = FloatVector.fromArray(S, t, d + i, mask);
            FloatVector sum = p.add(q);
            FloatVector difference = p.sub(q);
            FloatVector otherSum = r.add(s);
            FloatVector otherDifference = r.sub(s);
            sum.add(otherSum).intoArray(t, at + i, mask);
            difference.add(otherDifference).intoArray(t, b + i, mask);
            sum.sub(otherSum).intoArray(t, c + i, mask);
            difference.sub(otherDifference).intoArray(t, d + i, mask);
        }
    }
}
