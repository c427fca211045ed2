package io.windhover.segment.rows;

import java.util.stream.IntStream;

/** Finds rows by key where rows are in ascending order of their keys. */
public final class OrderedKeys {
    private final KeyColumn keys;
    private final int rowCount;

    /** Looks at the first {@code rowCount} rows. */
    public OrderedKeys(KeyColumn keys, int rowCount) {
        this.keys = keys;
        this.rowCount = rowCount;
    }

    /** Returns the first row of a key, or where it would be. */
    public int first(KeyList wanted, int index) {
        int low = 0;
        int high = rowCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys.compare(middle, wanted, index) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Tells whether a row has a key; a row beyond the end has not. */
    public boolean has(int row, KeyList wanted, int index) {
        return row < rowCount && keys.compare(row, wanted, index) == 0;
    }

    /** Returns the rows of any of the keys, ascending. */
    public int[] rows(KeyList wanted) {
        IntStream.Builder found = IntStream.builder();
        for (int i = 0; i < wanted.count(); i++) {
            for (int row = first(wanted, i); has(row, wanted, i); row++) {
                found.add(row);
            }
        }
        return found.build().sorted().distinct().toArray();
    }
}
