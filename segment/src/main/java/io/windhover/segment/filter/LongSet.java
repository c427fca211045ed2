package io.windhover.segment.filter;

/** Whole numbers to look up, in a table of at most half its size. */
final class LongSet {
    private final long[] table;
    private final int mask;
    private boolean hasZero;

    LongSet(long[] values) {
        int size = Integer.highestOneBit(Math.max(4, values.length)) << 2;
        this.table = new long[size];
        this.mask = size - 1;
        for (long value : values) {
            add(value);
        }
    }

    /** Returns a set of numbers with a fraction, to be asked by {@link #key}. */
    static LongSet ofDoubles(double[] values) {
        long[] keys = new long[values.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(values[i]);
        }
        return new LongSet(keys);
    }

    /** Returns what stands for a number with a fraction. */
    static long key(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    private void add(long value) {
        if (value == 0) {
            hasZero = true;
            return;
        }
        int slot = slot(value);
        while (table[slot] != 0 && table[slot] != value) {
            slot = slot + 1 & mask;
        }
        table[slot] = value;
    }

    boolean contains(long value) {
        if (value == 0) {
            return hasZero;
        }
        int slot = slot(value);
        while (table[slot] != 0) {
            if (table[slot] == value) {
                return true;
            }
            slot = slot + 1 & mask;
        }
        return false;
    }

    private int slot(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32 ^ mixed) & mask;
    }
}
