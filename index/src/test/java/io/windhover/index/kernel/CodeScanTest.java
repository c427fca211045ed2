package io.windhover.index.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodeScanTest {
    private static final long SEED = Long.getLong("seed", 17L);

    // Goal: both twins give the same bits. Method: random blocks and queries, all codebooks, dims of one line to some
    // hundred, and extremes: slopes and offsets that are infinite, huge or zero, queries of zeros and of one huge
    // element.
    @Test
    void twinsGiveTheSameBits() {
        System.out.println("seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (Codebook codebook : Codebook.values()) {
            for (int dim : new int[] {1, 16, 100, 101, 193, 384, 769, 1_536, 3_001}) {
                for (int kind = 0; kind < 6; kind++) {
                    assertTwinsAgree(codebook, codebook.shape(dim), kind, random);
                }
            }
        }
    }

    private static void assertTwinsAgree(Codebook codebook, Codebook.Shape shape, int kind, SplittableRandom random) {
        CodeTable table = new CodeTable(codebook, shape);
        table.fill(query(shape.codedDim(), kind, random));
        long block = randomBlock(shape, kind, random);
        float limit = kind == 5 ? Float.POSITIVE_INFINITY : (float) random.nextGaussian();
        float[] expected = new float[CodeScan.ROWS];
        float[] actual = new float[CodeScan.ROWS];
        int expectedBelow = CodeScan.scalar().estimate(table, block, 0.5f, limit, expected);
        int actualBelow = CodeScan.simd512().estimate(table, block, 0.5f, limit, actual);
        String what = codebook + " dim " + shape.codedDim() + " kind " + kind;
        assertThat(actual).as(what).isEqualTo(expected);
        assertThat(actualBelow).as(what).isEqualTo(expectedBelow);
    }

    private static float[] query(int length, int kind, SplittableRandom random) {
        float[] query = new float[length];
        for (int i = 0; i < length; i++) {
            query[i] = kind == 1 ? 0 : (float) random.nextGaussian();
        }
        if (kind == 2) {
            query[random.nextInt(length)] = 1e12f;
        }
        return query;
    }

    private static long randomBlock(Codebook.Shape shape, int kind, SplittableRandom random) {
        int bytes = CodeScan.CODES_OFFSET + shape.lines() * CodeScan.LINE_BYTES;
        long block = Arena.global().allocate(bytes, 64).address();
        for (int i = CodeScan.CODES_OFFSET; i < bytes; i++) {
            Memory.putByte(block + i, kind == 3 ? (byte) -1 : (byte) random.nextInt());
        }
        for (int row = 0; row < CodeScan.ROWS; row++) {
            float offset = kind == 4 && row % 3 == 0 ? Float.POSITIVE_INFINITY : (float) random.nextGaussian();
            float slope = kind == 4 && row % 2 == 0 ? 0 : kind == 2 ? 1e30f : (float) random.nextGaussian();
            Memory.putFloat(block + 4L * row, offset);
            Memory.putFloat(block + 4L * (CodeScan.ROWS + row), slope);
        }
        return block;
    }

    // Goal: the sums are the inner products of the points. Method: offsets 0, slopes 1, codes found by the coder,
    // against
    // products computed without a table.
    @Test
    void sumsAreProductsWithThePoints() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (Codebook codebook : Codebook.values()) {
            for (int dim : new int[] {16, 100, 1_000}) {
                Codebook.Shape shape = codebook.shape(dim);
                VectorCoder coder = new VectorCoder(codebook, shape);
                float[] query = padded(dim, coder.length(), random);
                float[] vector = padded(dim, coder.length(), random);
                coder.encode(vector, 1);
                long block = Arena.global()
                        .allocate(CodeScan.CODES_OFFSET + (long) shape.lines() * CodeScan.LINE_BYTES, 64)
                        .address();
                for (int line = 0; line < shape.lines(); line++) {
                    int codes = coder.code(3 * line) | coder.code(3 * line + 1) << 5 | coder.code(3 * line + 2) << 10;
                    Memory.putShort(
                            block + CodeScan.CODES_OFFSET + (long) line * CodeScan.LINE_BYTES + 2 * 7, (short) codes);
                }
                Memory.putFloat(block + 4L * (CodeScan.ROWS + 7), 1);
                CodeTable table = new CodeTable(codebook, shape);
                table.fill(query);
                float[] out = new float[CodeScan.ROWS];
                CodeScan.best().estimate(table, block, 0, 0, out);
                assertThat(out[7]).as(codebook + " " + dim).isCloseTo(coder.product(query), within(0.02f * dim));
            }
        }
    }

    // Goal: a code is worth its bits. Method: many normally distributed coordinates, mean squared error to their
    // points.
    @Test
    void codesAreAsNearAsTheCodebooksSay() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] expected = {0.057, 0.155, 0.363};
        for (Codebook codebook : Codebook.values()) {
            int dim = 30_000;
            VectorCoder coder = new VectorCoder(codebook, codebook.shape(dim));
            float[] vector = padded(dim, coder.length(), random);
            coder.encode(vector, 1);
            double squares = 0;
            float[] point = new float[codebook.dims()];
            for (int at = 0, group = 0; at < dim; at += codebook.dims(), group++) {
                codebook.copyPoint(coder.code(group), point, 0);
                for (int d = 0; d < point.length; d++) {
                    squares += Math.pow(vector[at + d] - point[d], 2);
                }
            }
            assertThat(squares / dim).as(codebook.name()).isCloseTo(expected[codebook.ordinal()], within(0.02));
        }
    }

    private static float[] padded(int dim, int length, SplittableRandom random) {
        float[] vector = new float[length];
        for (int i = 0; i < dim; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
