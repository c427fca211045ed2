package io.windhover.segment.growing;

import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.KeyList;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Which rows of a growing segment have a primary key: open addressing from the key's hash to its newest row, and from
 * each row to the one before with the same key. One fiber adds rows in order; readers of an older view see rows beyond
 * it in the table and step over them. Entries are never removed; a full table is replaced by a larger one.
 */
final class KeyTable {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(int[].class);
    private static final int NONE = -1;

    /** Newest row of a key plus 1; 0 = empty. */
    private final int[] slots;

    private final int[] previous;
    private boolean repeated;

    /** Creates an empty table for up to {@code rowsMax} rows, a power of two. */
    KeyTable(int rowsMax) {
        this.slots = new int[2 * rowsMax];
        this.previous = new int[rowsMax];
    }

    /** Returns the table that has row {@code row} too: this one or a larger copy. Owner only. */
    KeyTable with(KeyColumn keys, int row) {
        KeyTable table = this;
        if (row == previous.length) {
            table = new KeyTable(2 * row);
            for (int old = 0; old < row; old++) {
                table.add(keys, old);
            }
        }
        table.add(keys, row);
        return table;
    }

    private void add(KeyColumn keys, int row) {
        int at = keys.hash(row) & slots.length - 1;
        while (slots[at] != 0 && keys.compare(slots[at] - 1, keys, row) != 0) {
            at = at + 1 & slots.length - 1;
        }
        previous[row] = slots[at] - 1;
        repeated |= previous[row] != NONE;
        SLOT.setRelease(slots, at, row + 1);
    }

    /** Returns the newest row below {@code rowLimit} with the key, or -1. */
    int newest(KeyColumn stored, KeyList keys, int index, int rowLimit) {
        int at = keys.hash(index) & slots.length - 1;
        for (int entry = (int) SLOT.getAcquire(slots, at); entry != 0; entry = (int) SLOT.getAcquire(slots, at)) {
            int row = entry - 1;
            while (row >= rowLimit) {
                row = previous[row];
            }
            if (row != NONE && stored.compare(row, keys, index) == 0) {
                return row;
            }
            at = at + 1 & slots.length - 1;
        }
        return NONE;
    }

    /** Tells whether two rows have the same key. Owner only. */
    boolean isRepeated() {
        return repeated;
    }

    /** Returns the row before {@code row} with the same key, or -1. */
    int older(int row) {
        return previous[row];
    }

    /** Returns the rows below {@code rowLimit} with any of the keys, ascending, each once. */
    int[] rows(KeyColumn stored, KeyList keys, int rowLimit) {
        int[] found = new int[Math.max(4, keys.count())];
        int count = 0;
        for (int i = 0; i < keys.count(); i++) {
            for (int row = newest(stored, keys, i, rowLimit); row != NONE; row = older(row)) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = row;
            }
        }
        return Arrays.stream(found, 0, count).sorted().distinct().toArray();
    }

    long bytes() {
        return 4L * (slots.length + previous.length);
    }
}
