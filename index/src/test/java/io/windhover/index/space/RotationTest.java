package io.windhover.index.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final long SEED = Long.getLong("seed", 23L);

    // Goal: a rotation keeps lengths and angles. Method: two random vectors of many dims, before and after.
    @Test
    void lengthsAndProductsStay() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int dim : new int[] {16, 17, 31, 32, 100, 385, 1_000, 1_537, 32_769}) {
            float[] a = gaussian(dim, random);
            float[] b = gaussian(dim, random);
            double product = product(a, b);
            double square = product(a, a);
            Rotation rotation = new Rotation(dim);
            rotation.apply(a, new float[dim]);
            rotation.apply(b, new float[dim]);
            assertThat(product(a, a)).as("dim " + dim).isCloseTo(square, within(1e-4 * dim));
            assertThat(product(a, b)).as("dim " + dim).isCloseTo(product, within(1e-4 * dim));
        }
    }

    // Goal: no vector keeps large coordinates, which codes could not stand for. Method: each of the unit vectors; after
    // rotation the largest coordinate is as of a random direction.
    @Test
    void unitVectorsAreSpread() {
        for (int dim : new int[] {100, 385, 1_536}) {
            Rotation rotation = new Rotation(dim);
            for (int axis = 0; axis < dim; axis++) {
                float[] unit = new float[dim];
                unit[axis] = 1;
                rotation.apply(unit, new float[dim]);
                double largest = 0;
                for (float coordinate : unit) {
                    largest = Math.max(largest, Math.abs(coordinate));
                }
                assertThat(largest * Math.sqrt(dim))
                        .as("dim " + dim + " axis " + axis)
                        .isLessThan(8);
            }
        }
    }

    private static float[] gaussian(int dim, SplittableRandom random) {
        float[] vector = new float[dim];
        for (int i = 0; i < dim; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
