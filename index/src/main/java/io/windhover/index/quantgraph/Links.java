package io.windhover.index.quantgraph;

import io.windhover.index.kernel.Memory;
import java.lang.foreign.Arena;

/** The chosen neighbours of all rows while a graph is built: lists of {@code degree} ints, ended by -1 if not full. */
record Links(long address, int rowCount, int degree) {
    static Links allocate(int rowCount, int degree, Arena arena) {
        return new Links(arena.allocate(Math.max(4, 4L * rowCount * degree), 64).address(), rowCount, degree);
    }

    int at(int row, int index) {
        return Memory.intAt(address + 4L * ((long) row * degree + index));
    }

    void put(int row, int index, int neighbour) {
        Memory.putInt(address + 4L * ((long) row * degree + index), neighbour);
    }

    /** Puts the first {@code count} of what was chosen. */
    void put(int row, NeighbourChoice choice, int count) {
        for (int i = 0; i < degree; i++) {
            put(row, i, i < count ? choice.row(i) : -1);
        }
    }

    int count(int row) {
        int count = 0;
        while (count < degree && at(row, count) >= 0) {
            count++;
        }
        return count;
    }
}
