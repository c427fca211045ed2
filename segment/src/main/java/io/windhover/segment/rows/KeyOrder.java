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
            new KeyOrder(comparison(picks)).sort(order);
        }
        return order;
    }

    /** Rows that came in the order of their keys, as most do, are looked at once. */
    private void sort(int[] order) {
        if (!isOrdered(order.length)) {
            sort(order, new int[order.length], 0, order.length);
        }
    }

    private boolean isOrdered(int count) {
        for (int i = 1; i < count; i++) {
            if (picks.compare(i - 1, i) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the indexes of the first {@code count} picks in order, without sorting all. */
    static int[] first(RowPicks picks, int count) {
        if (count >= picks.count()) {
            return of(picks);
        }
        KeyOrder order = new KeyOrder(comparison(picks));
        int[] heap = new int[count];
        for (int i = 0; i < picks.count(); i++) {
            if (i < count) {
                heap[i] = i;
                order.up(heap, i);
            } else if (order.picks.compare(i, heap[0]) < 0) {
                heap[0] = i;
                order.down(heap);
            }
        }
        order.sort(heap, new int[count], 0, count);
        return heap;
    }

    private void up(int[] heap, int from) {
        int at = from;
        while (at > 0 && picks.compare(heap[at - 1 >>> 1], heap[at]) < 0) {
            swap(heap, at, at - 1 >>> 1);
            at = at - 1 >>> 1;
        }
    }

    private void down(int[] heap) {
        int at = 0;
        while (2 * at + 1 < heap.length) {
            int child = 2 * at + 1;
            if (child + 1 < heap.length && picks.compare(heap[child + 1], heap[child]) > 0) {
                child++;
            }
            if (picks.compare(heap[at], heap[child]) >= 0) {
                return;
            }
            swap(heap, at, child);
            at = child;
        }
    }

    private static void swap(int[] heap, int left, int right) {
        int kept = heap[left];
        heap[left] = heap[right];
        heap[right] = kept;
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
