package io.windhover.index.sparse;

import static io.windhover.index.block.LittleEndian.FLOAT;
import static io.windhover.index.block.LittleEndian.INT;

import java.lang.foreign.MemorySegment;

/**
 * One dimension of a query during one search: a list of rows with values, walked window by window. A window is a range
 * of rows; {@code windowFrom} to {@code windowTo} are its places in the list.
 */
final class Term {
    final double weight;
    private final MemorySegment rows;
    private final MemorySegment values;
    private final MemorySegment groups;
    private final long firstGroup;
    private final long start;
    private final long end;
    private long windowFrom;
    private long windowTo;
    private long probe;

    /** The most that this term adds to the score of a row of the window; 0 or more, as a row may lack the dimension. */
    double windowMax;

    /** The most that this term adds or takes away in the window. */
    double windowMagnitude;

    Term(SparsePostings postings, int place, float weight) {
        this.weight = weight;
        this.rows = postings.rows();
        this.values = postings.values();
        this.groups = postings.groups();
        this.firstGroup = postings.firstGroup(place);
        this.start = postings.start(place);
        this.end = postings.start(place + 1);
        this.windowFrom = start;
        this.windowTo = start;
    }

    /** Moves on to the window that ends before {@code rowEnd}; tells whether any row of it has the dimension. */
    boolean enterWindow(int rowEnd) {
        windowFrom = windowTo;
        windowTo = gallop(windowFrom, end, rowEnd);
        probe = windowFrom;
        if (windowFrom == windowTo) {
            return false;
        }
        windowMax = 0;
        windowMagnitude = 0;
        long lastGroup = firstGroup + (windowTo - 1 - start >> SparsePostings.GROUP_SHIFT);
        for (long group = firstGroup + (windowFrom - start >> SparsePostings.GROUP_SHIFT);
                group <= lastGroup;
                group++) {
            double ofGreatest = weight * groups.get(FLOAT, 8 * group);
            double ofLeast = weight * groups.get(FLOAT, 8 * group + 4);
            windowMax = Math.max(windowMax, Math.max(ofGreatest, ofLeast));
            windowMagnitude = Math.max(windowMagnitude, Math.max(Math.abs(ofGreatest), Math.abs(ofLeast)));
        }
        return true;
    }

    /** Returns how many rows of the window have the dimension. */
    int windowCount() {
        return (int) (windowTo - windowFrom);
    }

    /** Copies rows and values of the window to the front of two arrays. */
    void copyWindow(int[] rowsInto, float[] valuesInto) {
        MemorySegment.copy(rows, INT, 4 * windowFrom, rowsInto, 0, windowCount());
        MemorySegment.copy(values, FLOAT, 4 * windowFrom, valuesInto, 0, windowCount());
    }

    /** Returns what this term adds to the score of {@code row}; rows must be asked in ascending order in a window. */
    double contributionInOrder(int row) {
        probe = gallop(probe, windowTo, row);
        return contributionAt(probe, windowTo, row);
    }

    /** Returns what this term adds to the score of a row of the window. */
    double contribution(int row) {
        return contributionAt(search(windowFrom, windowTo, row), windowTo, row);
    }

    /** Returns what this term adds to the score of any row. */
    double contributionAnywhere(int row) {
        return contributionAt(search(start, end, row), end, row);
    }

    private double contributionAt(long at, long limit, int row) {
        return at < limit && row(at) == row ? weight * values.get(FLOAT, 4 * at) : 0;
    }

    private int row(long at) {
        return rows.get(INT, 4 * at);
    }

    /** Returns the first place from {@code from} whose row is {@code row} or more, looking near first. */
    private long gallop(long from, long limit, int row) {
        if (from >= limit || row(from) >= row) {
            return from;
        }
        long step = 1;
        while (from + step < limit && row(from + step) < row) {
            step <<= 1;
        }
        return search(from + (step >> 1) + 1, Math.min(limit, from + step), row);
    }

    private long search(long from, long to, int row) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (row(middle) < row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
