package io.windhover.index.graph;

import io.windhover.index.vector.TopHits;
import java.util.Arrays;

/**
 * The candidates of a walk, nearest first, at most {@code capacity}: the paper's C and W in one sorted array. A
 * candidate is one long: the distance as an order-preserving int above, below it the row and, in the lowest bit, whether
 * the walk has been there. So equal distances are decided by smaller row.
 */
final class Pool {
    private long[] entries = new long[64];
    private int capacity;
    private int size;
    /** Every candidate before this index is expanded. */
    private int cursor;
    /** Order of the farthest candidate when full, else the largest int. */
    private int worstOrder;

    /** Empties the pool. */
    void reset(int newCapacity) {
        capacity = newCapacity;
        size = 0;
        cursor = 0;
        worstOrder = Integer.MAX_VALUE;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == capacity;
    }

    int row(int index) {
        return (int) entries[index] >>> 1;
    }

    float distance(int index) {
        return TopHits.distanceOf((int) (entries[index] >> 32));
    }

    /** Returns the distance of the nearest candidate not yet expanded, infinite if there is none. */
    float nextDistance() {
        return cursor < size ? distance(cursor) : Float.POSITIVE_INFINITY;
    }

    /** Marks the nearest candidate not yet expanded and returns its row, or -1 if there is none. */
    int expandNext() {
        if (cursor >= size) {
            return -1;
        }
        long entry = entries[cursor];
        entries[cursor] = entry | 1;
        int next = cursor + 1;
        while (next < size && (entries[next] & 1) != 0) {
            next++;
        }
        cursor = next;
        return (int) entry >>> 1;
    }

    /** Adds a row that is not in the pool, unless the pool is full of nearer ones. */
    void offer(float distance, int row) {
        int order = TopHits.orderOf(distance);
        if (order <= worstOrder) {
            insert((long) order << 32 | (row << 1) & 0xffffffffL);
        }
    }

    private void insert(long entry) {
        int at = position(entry);
        if (at == capacity) {
            return;
        }
        if (size < capacity) {
            if (size == entries.length) {
                entries = Arrays.copyOf(entries, (int) Math.min(capacity, 2L * size));
            }
            size++;
        }
        System.arraycopy(entries, at, entries, at + 1, size - 1 - at);
        entries[at] = entry;
        if (at < cursor) {
            cursor = at;
        }
        if (size == capacity) {
            worstOrder = (int) (entries[size - 1] >> 32);
        }
    }

    private int position(long entry) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries[middle] < entry) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
