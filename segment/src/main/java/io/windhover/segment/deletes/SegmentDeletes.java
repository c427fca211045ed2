package io.windhover.segment.deletes;

import io.windhover.index.bits.Bits;
import io.windhover.model.Invariant;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.KeyList;
import io.windhover.segment.rows.OrderedKeys;
import io.windhover.segment.rows.SegmentView;
import java.util.Arrays;

/**
 * Which rows of one sealed segment are deleted, and when: keys resolved to row numbers once. Immutable; a read at or
 * after the last delete gets a ready set of rows, an older one a copy with a few rows put back.
 */
public final class SegmentDeletes {
    private final int[] rows;
    private final long[] times;
    private final Bits alive;

    private SegmentDeletes(int[] rows, long[] times, Bits alive) {
        this.rows = rows;
        this.times = times;
        this.alive = alive;
    }

    /** Returns no deletes for a segment of {@code rowCount} rows. */
    public static SegmentDeletes none(int rowCount) {
        return new SegmentDeletes(new int[0], new long[0], Bits.all(rowCount));
    }

    /**
     * Returns these deletes and more. Applying a delete again, or deletes in any order, changes nothing.
     *
     * @param view    of the segment, key-ordered, with whatever deletes
     * @param deletes of any key and partition
     */
    public SegmentDeletes with(SegmentView view, DeleteSet deletes) {
        Invariant.check(view.isKeyOrdered(), "rows of segment {} are not in key order", view.segment());
        if (deletes.count() == 0 || alive.size() == 0) {
            return this;
        }
        KeyList keys = KeyList.of(deletes.keys());
        OrderedKeys ordered = new OrderedKeys(new KeyColumn(view.keys()), view.rowCount());
        FixedView rowTimes = view.timestamps();
        Hits hits = new Hits();
        for (int i = 0; i < keys.count(); i++) {
            if (!deletes.reaches(i, view.partition())) {
                continue;
            }
            for (int row = ordered.first(keys, i); ordered.has(row, keys, i); row++) {
                if (rowTimes.longAt(row) < deletes.timestamps()[i]) {
                    hits.add(row, deletes.timestamps()[i]);
                }
            }
        }
        return hits.count == 0 ? this : merged(hits);
    }

    /** Rows hit by deletes, in order of time. */
    private static final class Hits {
        private int[] rows = new int[16];
        private long[] times = new long[16];
        private int count;

        void add(int row, long time) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
                times = Arrays.copyOf(times, 2 * count);
            }
            rows[count] = row;
            times[count++] = time;
        }
    }

    /** Merges in order of time; of several deletes of a row the first in time stays. */
    private SegmentDeletes merged(Hits hits) {
        int[] newRows = new int[rows.length + hits.count];
        long[] newTimes = new long[rows.length + hits.count];
        Bits left = Bits.all(alive.size());
        int count = 0;
        int old = 0;
        int hit = 0;
        while (old < rows.length || hit < hits.count) {
            boolean fromOld = hit == hits.count || old < rows.length && times[old] <= hits.times[hit];
            int row = fromOld ? rows[old] : hits.rows[hit];
            long time = fromOld ? times[old++] : hits.times[hit++];
            if (left.get(row)) {
                left.clear(row);
                newRows[count] = row;
                newTimes[count++] = time;
            }
        }
        return new SegmentDeletes(Arrays.copyOf(newRows, count), Arrays.copyOf(newTimes, count), left);
    }

    /** Returns the rows not deleted at or before a time. The set is shared: copy it before changing it. */
    public Bits aliveAt(long time) {
        int last = rows.length - 1;
        if (last < 0 || times[last] <= time) {
            return alive;
        }
        Bits more = alive.copy();
        for (int i = last; i >= 0 && times[i] > time; i--) {
            more.set(rows[i]);
        }
        return more;
    }

    /** Returns how many rows are deleted. */
    public int count() {
        return rows.length;
    }
}
