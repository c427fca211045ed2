package io.windhover.index.sparse;

import java.util.Arrays;

/** Counts how often each dimension occurs, while an index is built: a hash table of unsigned 32-bit numbers. */
final class DimensionTable {
    private int[] keys = new int[1 << 10];
    private int[] slots = new int[1 << 10];
    private int[] dimensions = new int[1 << 9];
    private int[] counts = new int[1 << 9];
    private int size;

    /** Adds one occurrence. */
    void count(int dimension) {
        int at = find(dimension);
        if (slots[at] == 0) {
            if (size == dimensions.length) {
                grow();
                at = find(dimension);
            }
            keys[at] = dimension;
            slots[at] = size + 1;
            dimensions[size] = dimension;
            size++;
        }
        counts[slots[at] - 1]++;
    }

    /** Returns the number of different dimensions. */
    int size() {
        return size;
    }

    /** Returns the slot of a dimension that was counted. */
    int slotOf(int dimension) {
        return slots[find(dimension)] - 1;
    }

    /** Returns how often the dimension of a slot was counted. */
    int countOf(int slot) {
        return counts[slot];
    }

    /** Returns the dimensions, ascending as unsigned numbers. */
    int[] ascending() {
        int[] sorted = new int[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = dimensions[i] ^ Integer.MIN_VALUE;
        }
        Arrays.sort(sorted);
        for (int i = 0; i < size; i++) {
            sorted[i] ^= Integer.MIN_VALUE;
        }
        return sorted;
    }

    private int find(int dimension) {
        int mask = keys.length - 1;
        int at = dimension * 0x9E3779B9 >>> 7 & mask;
        while (slots[at] != 0 && keys[at] != dimension) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        dimensions = Arrays.copyOf(dimensions, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
        keys = new int[4 * size];
        slots = new int[4 * size];
        for (int i = 0; i < size; i++) {
            int at = find(dimensions[i]);
            keys[at] = dimensions[i];
            slots[at] = i + 1;
        }
    }
}
