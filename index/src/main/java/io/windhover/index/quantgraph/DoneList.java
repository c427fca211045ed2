package io.windhover.index.quantgraph;

import io.windhover.index.kernel.Nearest;
import java.util.Arrays;

/** The rows that a walk has been at, with their distances, in that order. One thread's working memory. */
final class DoneList {
    private float[] distances = new float[0];
    private int[] rows = new int[0];
    private int count;

    void reset() {
        Arrays.fill(distances, 0, count, Float.POSITIVE_INFINITY);
        count = 0;
    }

    void add(float distance, int row) {
        if (count == distances.length) {
            int before = distances.length;
            int length = Math.max(16 * Nearest.ALIGN, 2 * before);
            distances = Arrays.copyOf(distances, length);
            rows = Arrays.copyOf(rows, length);
            Arrays.fill(distances, before, length, Float.POSITIVE_INFINITY);
        }
        distances[count] = distance;
        rows[count++] = row;
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

    int countBelow(float limit) {
        return Nearest.countBelow(distances, count, limit);
    }
}
