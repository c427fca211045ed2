package io.windhover.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final long SEED = Long.getLong("seed", 19L);

    // Goal: looking through a list finds what a loop finds. Method: random lists with many equal distances, every
    // count.
    @Test
    void leastAndCountAreThoseOfALoop() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int count = 0; count < 200; count++) {
            float[] distances = new float[(count + Nearest.ALIGN - 1) / Nearest.ALIGN * Nearest.ALIGN];
            Arrays.fill(distances, Float.POSITIVE_INFINITY);
            int least = -1;
            int below = 0;
            for (int i = 0; i < count; i++) {
                distances[i] = random.nextInt(-9, 9) / 4f;
                least = least < 0 || distances[i] < distances[least] ? i : least;
                below += distances[i] < 1 ? 1 : 0;
            }
            assertThat(Nearest.indexOfLeast(distances, count)).isEqualTo(least);
            assertThat(Nearest.countBelow(distances, count, 1)).isEqualTo(below);
        }
    }

    // Goal: bytes are multiplied as the plain twin does. Method: random and extreme bytes, all padded dims.
    @Test
    void productsWithBytesEqualThePlainOnes() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int dim = SimdBytes.ALIGN; dim <= 400; dim += SimdBytes.ALIGN) {
            MemorySegment floats = Arena.ofAuto().allocate(4L * dim, 64);
            MemorySegment bytes = Arena.ofAuto().allocate(dim, 64);
            double magnitude = 0;
            for (int i = 0; i < dim; i++) {
                byte value = (byte) (random.nextBoolean() ? random.nextInt() : -128);
                float element = (float) random.nextGaussian();
                floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, element);
                bytes.set(ValueLayout.JAVA_BYTE, i, value);
                magnitude += Math.abs(element * value);
            }
            float expected = SimdBytes.scalar(floats.address(), bytes.address(), dim);
            assertThat(SimdBytes.dot(floats.address(), bytes.address(), dim))
                    .as("dim " + dim)
                    .isCloseTo(expected, within((float) (1e-6 * magnitude)));
        }
    }

    // Goal: a tile has the distances of all pairs. Method: rows of several counts and dims against a double loop.
    @Test
    void tileHasTheDistancesOfAllPairs() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int count : new int[] {1, 3, 4, 63, 64, 65, 128}) {
            int dim = 7 + count;
            PairTile tile = new PairTile(dim, 128);
            float[][] rows = new float[count][dim];
            for (float[] row : rows) {
                for (int i = 0; i < dim; i++) {
                    row[i] = (float) random.nextGaussian();
                }
                tile.add(row);
            }
            float[] out = new float[PairTile.ROWS * 128];
            for (int first = 0; first < count; first += PairTile.ROWS) {
                tile.distances(first, out);
                for (int i = first; i < Math.min(count, first + PairTile.ROWS); i++) {
                    for (int j = 0; j < count; j++) {
                        float expected = 0;
                        for (int d = 0; d < dim; d++) {
                            expected += (rows[i][d] - rows[j][d]) * (rows[i][d] - rows[j][d]);
                        }
                        assertThat(out[(i - first) * 128 + j]).isCloseTo(expected, within(1e-3f));
                    }
                }
            }
        }
    }

    // Goal: memory in huge pages is zeroed memory like other. Method: small and large pieces, read, written, given
    // back.
    @Test
    void hugePagesAreZeroedAndAligned() {
        for (long bytes : new long[] {1, 4_096, (5L << 20) + 3}) {
            try (Arena arena = Arena.ofShared()) {
                MemorySegment memory = HugePages.allocate(bytes, arena);
                assertThat(memory.byteSize()).isEqualTo(bytes);
                assertThat(memory.address() % 64).isZero();
                for (long at = 0; at < bytes; at += 997) {
                    assertThat(memory.get(ValueLayout.JAVA_BYTE, at)).isZero();
                }
                memory.fill((byte) 7);
                assertThat(memory.get(ValueLayout.JAVA_BYTE, bytes - 1)).isEqualTo((byte) 7);
            }
        }
    }
}
