package io.windhover.index.kernel;

/**
 * Estimates the distances of 32 rows at once, from their codes and a query's {@link CodeTable}. All twins give the same
 * bits. A block of 32 rows is:
 *
 * <pre>
 *   0  32 floats: offsets
 * 128  32 floats: slopes
 * 256  lines of 32 shorts, one a row: three codes of 5 bits, that of the first group in the lowest bits
 * </pre>
 */
public interface CodeScan {
    /** Rows of a block. */
    int ROWS = 32;
    /** Where the codes of a block begin. */
    int CODES_OFFSET = 2 * 4 * ROWS;
    /** Bytes of a line: a short for each row. */
    int LINE_BYTES = 2 * ROWS;

    /** Forces a twin by its name ({@code scalar} or {@code simd512}) when set; else the machine decides. */
    String PROPERTY = "windhover.index.codescan";

    /**
     * Writes {@code start + offset + slope * product} of each row to {@code out}, where product is the estimated inner
     * product of its codes with the query.
     *
     * @param block address of the block
     * @param start what is the same for all rows
     * @param limit what estimates are compared with
     * @param out at least 32 floats
     * @return bit per row, set = its estimate is below {@code limit}
     */
    int estimate(CodeTable table, long block, float start, float limit, float[] out);

    /** Returns the fastest twin of this machine, or the one that is forced. */
    static CodeScan best() {
        return Chosen.BEST;
    }

    /** Returns the twin without SIMD. */
    static CodeScan scalar() {
        return ScalarCodeScan::estimate;
    }

    /** Returns the twin for vectors of 512 bits; right on every machine, fast where there are such vectors. */
    static CodeScan simd512() {
        return SimdCodeScan::estimate;
    }

    /** Holds the choice, made once. */
    final class Chosen {
        private static final CodeScan BEST = choose(System.getProperty(PROPERTY, ""));

        private Chosen() {}

        private static CodeScan choose(String forced) {
            return switch (forced) {
                case "scalar" -> scalar();
                case "simd512" -> simd512();
                default -> SimdFloat.S.vectorBitSize() >= 512 ? simd512() : scalar();
            };
        }
    }
}
