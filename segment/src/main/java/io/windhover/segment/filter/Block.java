package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;

/**
 * Up to {@link FilterEvaluator#BLOCK_ROWS} rows of a scan: which of them are asked about, and what was found. Row
 * {@code i} of the block is row {@code from + i} of the segment and bit {@code i & 63} of word {@code i >> 6}. Owned by
 * one thread, used again from block to block.
 */
final class Block {
    private static final int WORDS = FilterEvaluator.BLOCK_ROWS / 64;

    private int from;
    private int count;
    private final long[] wanted = new long[WORDS];
    private final long[] isTrue = new long[WORDS];
    private final long[] unknown = new long[WORDS];

    /** Begins a block; tells whether any of its rows is wanted. */
    boolean start(int firstRow, Bits candidates) {
        from = firstRow;
        count = Math.min(FilterEvaluator.BLOCK_ROWS, candidates.size() - firstRow);
        long any = 0;
        for (int w = 0; w < wordCount(); w++) {
            wanted[w] = candidates.words()[(from >>> 6) + w];
            any |= wanted[w];
            isTrue[w] = 0;
            unknown[w] = 0;
        }
        return any != 0;
    }

    /** Writes what was found about the wanted rows; unknown wins over true. */
    void store(Bits allTrue, Bits allUnknown) {
        for (int w = 0; w < wordCount(); w++) {
            long none = unknown[w] & wanted[w];
            allUnknown.words()[(from >>> 6) + w] = none;
            allTrue.words()[(from >>> 6) + w] = isTrue[w] & wanted[w] & ~none;
        }
    }

    int from() {
        return from;
    }

    int count() {
        return count;
    }

    int wordCount() {
        return count + 63 >>> 6;
    }

    /** Returns the number of rows in a word: 64 but in the last one. */
    int rowsOfWord(int word) {
        return Math.min(64, count - (word << 6));
    }

    /** Tells whether a row is wanted and not known to be unknown already. */
    boolean isOpen(int row) {
        return (wanted[row >>> 6] & ~unknown[row >>> 6] & 1L << row) != 0;
    }

    /** Tells whether so few rows are open that they are better read one by one. */
    boolean isSparse() {
        int open = 0;
        for (int w = 0; w < wordCount(); w++) {
            open += Long.bitCount(wanted[w] & ~unknown[w]);
        }
        return open < count >> 2;
    }

    void setTrue(int row) {
        isTrue[row >>> 6] |= 1L << row;
    }

    void setUnknown(int row) {
        unknown[row >>> 6] |= 1L << row;
    }

    /** Sets the truth of 64 rows at once; bits beyond the block are ignored. */
    void setWord(int word, long bits) {
        isTrue[word] = bits;
    }

    /** Turns true into false and the reverse. */
    void invert() {
        for (int w = 0; w < wordCount(); w++) {
            isTrue[w] = ~isTrue[w];
        }
    }

    /** Makes the rows unknown that {@code nulls}, of the whole segment, has. */
    void addNulls(Bits nulls) {
        for (int w = 0; w < wordCount(); w++) {
            unknown[w] |= nulls.words()[(from >>> 6) + w];
        }
    }
}
