package io.windhover.index.graph;

import io.windhover.index.bits.RowBits;

/**
 * The rows that may be returned.
 *
 * @param words bit per row, null for all rows
 * @param count how many they are
 * @param share of all rows
 */
record AllowedRows(long[] words, int count, double share) {
    static AllowedRows of(long[] allowed, int rowCount) {
        int count = allowed == null ? rowCount : RowBits.count(allowed, rowCount);
        boolean all = count == rowCount;
        return new AllowedRows(all ? null : allowed, count, all ? 1 : (double) count / rowCount);
    }

    boolean allows(int row) {
        return words == null || RowBits.isSet(words, row);
    }
}
