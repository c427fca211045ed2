package io.windhover.segment.filter;

import java.util.Arrays;

/**
 * Arrays one after the other, for reuse from block to block: the elements of all, and where each array ends. Elements
 * are of one kind, as the field's element type says. Owned by one thread.
 */
public final class ArrayBlock {
    private final int[] ends = new int[FilterEvaluator.BLOCK_ROWS + 1];
    private int rowCount;
    private int elementCount;
    private long[] longs = new long[64];
    private double[] doubles = new double[64];
    private final TextBlock texts = new TextBlock();

    /** Forgets all arrays. */
    public void clear() {
        rowCount = 0;
        elementCount = 0;
        texts.clear();
    }

    /** Appends a whole number, or a boolean as 0 or 1, to the array that is being written. */
    public void addLong(long value) {
        if (elementCount == longs.length) {
            longs = Arrays.copyOf(longs, 2 * elementCount);
        }
        longs[elementCount++] = value;
    }

    /** Appends a number with a fraction to the array that is being written. */
    public void addDouble(double value) {
        if (elementCount == doubles.length) {
            doubles = Arrays.copyOf(doubles, 2 * elementCount);
        }
        doubles[elementCount++] = value;
    }

    /** Appends a UTF-8 text to the array that is being written. */
    public void addText(byte[] value) {
        texts.add(value);
        elementCount++;
    }

    /** Ends the array that is being written; the next element starts another. */
    public void endRow() {
        rowCount++;
        ends[rowCount] = elementCount;
    }

    /** Returns the number of arrays. */
    public int rowCount() {
        return rowCount;
    }

    /** Returns the index of an array's first element. */
    public int start(int row) {
        return ends[row];
    }

    /** Returns the index after an array's last element. */
    public int end(int row) {
        return ends[row + 1];
    }

    /** Returns the elements of arrays of whole numbers or booleans. */
    public long[] longs() {
        return longs;
    }

    /** Returns the elements of arrays of Float or Double. */
    public double[] doubles() {
        return doubles;
    }

    /** Returns the elements of arrays of VarChar. */
    public TextBlock texts() {
        return texts;
    }
}
