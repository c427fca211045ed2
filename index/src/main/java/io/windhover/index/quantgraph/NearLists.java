package io.windhover.index.quantgraph;

import io.windhover.index.kernel.Memory;
import io.windhover.index.vector.TopHits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The nearest rows known of each row, nearest first, at most {@code capacity}. A list is changed by one thread at a time:
 * that which works on its row.
 */
final class NearLists {
    private static final long NONE = TopHits.pack(Float.POSITIVE_INFINITY, Integer.MAX_VALUE);

    private final long address;
    private final int capacity;

    NearLists(int rowCount, int capacity, Arena arena) {
        MemorySegment memory = arena.allocate(Math.max(8, 8L * capacity * rowCount), 64);
        this.address = memory.address();
        this.capacity = capacity;
        for (long i = 0; i < (long) capacity * rowCount; i++) {
            Memory.putLong(address + 8 * i, NONE);
        }
    }

    private long list(int row) {
        return address + 8L * capacity * row;
    }

    /** Returns the distance that a row must be below to come into the list. */
    float limit(int row) {
        return TopHits.distanceOf((int) (Memory.longAt(list(row) + 8L * (capacity - 1)) >> 32));
    }

    /** Returns how many rows a list has. */
    int count(int row) {
        long list = list(row);
        int count = capacity;
        while (count > 0 && Memory.longAt(list + 8L * (count - 1)) == NONE) {
            count--;
        }
        return count;
    }

    int other(int row, int index) {
        return (int) Memory.longAt(list(row) + 8L * index);
    }

    float distance(int row, int index) {
        return TopHits.distanceOf((int) (Memory.longAt(list(row) + 8L * index) >> 32));
    }

    /** Offers a row; one that is in the list already, at the same distance, is not added again. */
    void offer(int row, int other, float distance) {
        long list = list(row);
        long packed = TopHits.pack(distance, other);
        int at = capacity;
        while (at > 0 && Memory.longAt(list + 8L * (at - 1)) > packed) {
            at--;
        }
        if (at == capacity || at > 0 && Memory.longAt(list + 8L * (at - 1)) == packed) {
            return;
        }
        for (int i = capacity - 1; i > at; i--) {
            Memory.putLong(list + 8L * i, Memory.longAt(list + 8L * (i - 1)));
        }
        Memory.putLong(list + 8L * at, packed);
    }
}
