package io.windhover.index.space;

import io.windhover.index.kernel.HadamardColumns;
import java.util.SplittableRandom;

/**
 * A random rotation that costs {@code dim * log(dim)} instead of {@code dim^2}: three or four times signs, Hadamard transforms of
 * sixteen elements each that lie far apart, and a permutation. After it, the coordinates of any vector are nearly
 * normally distributed. The same dim always gives the same rotation: files depend on it.
 */
final class Rotation {
    /** The least dim that can be rotated. */
    static final int DIM_MIN = 16;

    private static final long SEED = 0x5eed_0f_70a7_1071L;
    /** Above this dim one round more is needed to bring every element to every place. */
    private static final int THREE_ROUNDS_DIM_MAX = 1_024;

    private static final int POINTS = 16;

    private final int dim;
    private final float[][] signs;
    private final int[][] orders;

    Rotation(int dim) {
        this.dim = dim;
        int rounds = dim <= THREE_ROUNDS_DIM_MAX ? 3 : 4;
        this.signs = new float[rounds][];
        this.orders = new int[rounds][];
        SplittableRandom random = new SplittableRandom(SEED + dim);
        for (int round = 0; round < signs.length; round++) {
            signs[round] = signs(random);
            orders[round] = order(random);
        }
    }

    /** Draws signs, times one over the length that the transform adds where there is one. */
    private float[] signs(SplittableRandom random) {
        float[] drawn = new float[dim];
        int transformed = dim / POINTS * POINTS;
        for (int i = 0; i < dim; i++) {
            drawn[i] = (random.nextBoolean() ? 1 : -1) * (i < transformed ? 0.25f : 1);
        }
        return drawn;
    }

    private int[] order(SplittableRandom random) {
        int[] order = new int[dim];
        for (int i = 0; i < dim; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** Rotates the first {@code dim} elements of {@code vector}; {@code scratch} has room for as many. */
    void apply(float[] vector, float[] scratch) {
        for (int round = 0; round < signs.length; round++) {
            float[] sign = signs[round];
            for (int i = 0; i < dim; i++) {
                scratch[i] = vector[i] * sign[i];
            }
            HadamardColumns.transform(scratch, dim / POINTS);
            int[] order = orders[round];
            for (int i = 0; i < dim; i++) {
                vector[i] = scratch[order[i]];
            }
        }
    }
}
