package io.windhover.index.quantgraph;

import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Nearest;
import java.util.Arrays;

/**
 * The rows that a walk has heard of and not been at, with estimated distances, in no order: adding one is a store, and the
 * nearest is looked for with vectors. A row may be in it more than once. What is certainly not among the nearest {@code
 * ef} rows is thrown away now and then. One thread's working memory.
 */
final class OpenList {
    private static final int ROOM = 32;
    private static final int BISECTIONS_MAX = 16;

    private float[] distances = new float[0];
    private int[] rows = new int[0];
    private int count;
    private int countMax;
    private int ef;
    private float limit;

    /** Empties the list; every place of the array that is not used holds infinity. */
    void reset(int newEf) {
        Arrays.fill(distances, 0, count, Float.POSITIVE_INFINITY);
        count = 0;
        ef = newEf;
        limit = Float.POSITIVE_INFINITY;
        countMax = newEf + newEf / 2 + ROOM;
        reserve(countMax + CodeScan.ROWS);
    }

    private void reserve(int wanted) {
        int length = (wanted + Nearest.ALIGN - 1) / Nearest.ALIGN * Nearest.ALIGN;
        if (distances.length < length) {
            int before = distances.length;
            distances = Arrays.copyOf(distances, length);
            rows = Arrays.copyOf(rows, length);
            Arrays.fill(distances, before, length, Float.POSITIVE_INFINITY);
        }
    }

    /** Returns the distance from which on rows are not worth adding. */
    float limit() {
        return limit;
    }

    int count() {
        return count;
    }

    int row(int index) {
        return rows[index];
    }

    float distance(int index) {
        return distances[index];
    }

    /** Adds a row; after at most {@link CodeScan#ROWS} of them the caller asks {@link #isFull}. */
    void add(float distance, int row) {
        distances[count] = distance;
        rows[count++] = row;
    }

    boolean isFull() {
        return count >= countMax;
    }

    /** Returns where the nearest row is, -1 if there is none. */
    int nearest() {
        return Nearest.indexOfLeast(distances, count);
    }

    /** Takes out the row at an index. */
    int take(int index) {
        int row = rows[index];
        count--;
        distances[index] = distances[count];
        rows[index] = rows[count];
        distances[count] = Float.POSITIVE_INFINITY;
        return row;
    }

    /** Throws away what is farther than the nearest {@code ef} of this list and of {@code done} together. */
    void shrink(DoneList done) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            low = Math.min(low, distances[i]);
            high = Math.max(high, distances[i]);
        }
        for (int turn = 0; turn < BISECTIONS_MAX; turn++) {
            float middle = low + (high - low) / 2;
            int below = Nearest.countBelow(distances, count, middle) + done.countBelow(middle);
            if (below < ef) {
                low = middle;
            } else {
                high = middle;
                if (below <= ef + ef / 8) {
                    break;
                }
            }
        }
        limit = Math.min(limit, high);
        keep(low, high);
        if (isFull()) {
            countMax = 2 * count;
            reserve(countMax + CodeScan.ROWS);
        }
    }

    /** Keeps all below {@code low}, and of those below {@code high} (which may be many, all equal) what there is room for. */
    private void keep(float low, float high) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            float distance = distances[i];
            if (distance < low || distance < high && kept <= ef) {
                distances[kept] = distance;
                rows[kept++] = rows[i];
            }
        }
        Arrays.fill(distances, kept, count, Float.POSITIVE_INFINITY);
        count = kept;
    }
}
