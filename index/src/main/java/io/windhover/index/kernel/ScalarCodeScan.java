package io.windhover.index.kernel;

/** The meaning of {@link CodeScan} in plain Java, row by row. */
final class ScalarCodeScan {
    private static final int CODE_MASK = 31;

    private ScalarCodeScan() {}

    static int estimate(CodeTable table, long block, float start, float limit, float[] out) {
        int below = 0;
        for (int row = 0; row < CodeScan.ROWS; row++) {
            int sum = 0;
            long line = block + CodeScan.CODES_OFFSET + 2L * row;
            long group = table.address();
            for (int i = 0; i < table.lines(); i++, line += CodeScan.LINE_BYTES, group += 6L * Codebook.CODES) {
                int codes = Memory.shortAt(line);
                sum += Memory.shortAt(group + 2L * (codes & CODE_MASK));
                sum += Memory.shortAt(group + 2L * (Codebook.CODES + (codes >> 5 & CODE_MASK)));
                sum += Memory.shortAt(group + 2L * (2 * Codebook.CODES + (codes >> 10 & CODE_MASK)));
            }
            float product = sum * table.scale();
            float offset = Memory.floatAt(block + 4L * row) + start;
            out[row] = product * Memory.floatAt(block + 4L * (CodeScan.ROWS + row)) + offset;
            below |= out[row] < limit ? 1 << row : 0;
        }
        return below;
    }
}
