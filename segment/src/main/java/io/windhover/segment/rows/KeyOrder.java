package io.windhover.segment.rows;

import io.windhover.model.Invariant;

/** Sorts picks by (primary key, newest first). A stable merge sort, quick on picks that are ordered in long runs. */
final class KeyOrder {
    /** Compares two picks by their indexes. */
    private interface PickOrder {
        int compare(int left, int right);
    }

    private final PickOrder picks;

    private KeyOrder(PickOrder picks) {
        this.picks = picks;
    }

    /** Returns the indexes of the picks in order. */
    static int[] of(RowPicks picks) {
        int count = picks.count();
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        if (count > 1) {
            new KeyOrder(comparison(picks)).sort(order, new int[count], 0, count);
        }
        return order;
    }

    private static PickOrder comparison(RowPicks picks) {
        long[] times = picks.timestamps();
        KeyColumn[] columns = picks.keyColumns();
        int[] source = picks.sourceOf();
        int[] rows = picks.rows();
        if (columns[0].isText()) {
            return (left, right) -> {
                int byKey = columns[source[left]].compare(rows[left], columns[source[right]], rows[right]);
                return byKey != 0 ? byKey : Long.compare(times[right], times[left]);
            };
        }
        long[] keys = new long[rows.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = columns[source[i]].longAt(rows[i]);
        }
        return (left, right) -> {
            int byKey = Long.compare(keys[left], keys[right]);
            return byKey != 0 ? byKey : Long.compare(times[right], times[left]);
        };
    }

    private void sort(int[] order, int[] spare, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(order, spare, from, middle);
        sort(order, spare, middle, to);
        if (picks.compare(order[middle - 1], order[middle]) > 0) {
            merge(order, spare, from, middle, to);
        }
    }

    private void merge(int[] order, int[] spare, int from, int middle, int to) {
        System.arraycopy(order, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        int next = from;
        while (left < middle && right < to) {
            order[next++] = picks.compare(spare[left], order[right]) <= 0 ? spare[left++] : order[right++];
        }
        System.arraycopy(spare, left, order, next, middle - left);
        assert next + middle - left <= to : Invariant.unreachable("merge beyond {}", to);
    }
}
