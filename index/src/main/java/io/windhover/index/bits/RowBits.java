package io.windhover.index.bits;

/** Bit per row, 64 to a word; bits beyond the words are not set. */
public final class RowBits {
    private RowBits() {}

    /** Tells whether the bit of a row is set. */
    public static boolean isSet(long[] words, int row) {
        int word = row >>> 6;
        return word < words.length && (words[word] >>> row & 1) != 0;
    }

    /** Counts the bits of rows below {@code rowCount}. */
    public static int count(long[] words, int rowCount) {
        int count = 0;
        int whole = Math.min(words.length, rowCount >>> 6);
        for (int i = 0; i < whole; i++) {
            count += Long.bitCount(words[i]);
        }
        if (whole < words.length && (rowCount & 63) != 0) {
            count += Long.bitCount(words[whole] & (1L << rowCount) - 1);
        }
        return count;
    }
}
