package io.windhover.index.quantgraph;

import io.windhover.index.kernel.Memory;
import java.lang.foreign.Arena;

/**
 * For each row those that link to it, in ascending order.
 *
 * @param starts address of one long a row and one more: where its rows begin
 * @param rows address of all rows
 */
record ReverseLinks(long starts, long rows) {
    /** Turns all links around, in memory of {@code arena}. */
    static ReverseLinks of(Links links, Arena arena) {
        int rowCount = links.rowCount();
        long starts = arena.allocate(8L * (rowCount + 2L), 64).fill((byte) 0).address();
        long total = 0;
        for (int row = 0; row < rowCount; row++) {
            int count = links.count(row);
            for (int i = 0; i < count; i++) {
                add(starts + 8L * (links.at(row, i) + 2L), 1);
            }
            total += count;
        }
        for (int row = 0; row < rowCount; row++) {
            add(starts + 8L * (row + 2L), Memory.longAt(starts + 8L * (row + 1L)));
        }
        long rows = arena.allocate(Math.max(4, 4 * total), 64).address();
        for (int row = 0; row < rowCount; row++) {
            int count = links.count(row);
            for (int i = 0; i < count; i++) {
                long cursor = starts + 8L * (links.at(row, i) + 1L);
                Memory.putInt(rows + 4 * Memory.longAt(cursor), row);
                add(cursor, 1);
            }
        }
        return new ReverseLinks(starts, rows);
    }

    private static void add(long address, long more) {
        Memory.putLong(address, Memory.longAt(address) + more);
    }

    /** Returns how many rows link to {@code row}. */
    int count(int row) {
        return (int) (Memory.longAt(starts + 8L * (row + 1L)) - Memory.longAt(starts + 8L * row));
    }

    /** Returns one of the rows that link to {@code row}. */
    int at(int row, int index) {
        return Memory.intAt(rows + 4 * (Memory.longAt(starts + 8L * row) + index));
    }
}
