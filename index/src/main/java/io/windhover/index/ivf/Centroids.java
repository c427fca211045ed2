package io.windhover.index.ivf;

import io.windhover.index.Tasks;
import io.windhover.index.kernel.Nearest;
import io.windhover.index.kernel.Panels;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Points of which each stands for the rows nearest to it (Lloyd's algorithm).
 *
 * @param points one after another
 * @param dim elements of a point
 */
record Centroids(float[] points, int dim) {
    private static final int ROUNDS = 10;
    private static final int TASK_ROWS = 256;
    /** How far the halves of a centroid that is divided move apart, as a share of it. */
    private static final float APART = 1f / 1_024;

    int count() {
        return points.length / dim;
    }

    /**
     * Learns {@code count} centroids of at least as many rows.
     *
     * @param rows one after another, with three more at the end that are not looked at
     */
    static Centroids learn(float[] rows, int dim, int count, long seed, Tasks tasks) {
        int rowCount = rows.length / dim - (Panels.ROWS - 1);
        Centroids now = drawn(rows, dim, rowCount, count, seed);
        int[] before = new int[0];
        for (int round = 0; round < ROUNDS; round++) {
            int[] nearest = now.nearest(rows, rowCount, tasks);
            if (Arrays.equals(nearest, before)) {
                break;
            }
            now = now.moved(rows, nearest);
            before = nearest;
        }
        return now;
    }

    private static Centroids drawn(float[] rows, int dim, int rowCount, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[rowCount];
        Arrays.setAll(order, i -> i);
        float[] points = new float[Math.multiplyExact(count, dim)];
        for (int i = 0; i < count; i++) {
            int other = i + random.nextInt(rowCount - i);
            int row = order[other];
            order[other] = order[i];
            System.arraycopy(rows, row * dim, points, i * dim, dim);
        }
        return new Centroids(points, dim);
    }

    private int[] nearest(float[] rows, int rowCount, Tasks tasks) {
        int[] nearest = new int[rowCount];
        Panels panels = panels();
        tasks.run(rowCount, TASK_ROWS, () -> {
            Assignment assignment = new Assignment(panels);
            return (from, to) -> assignment.assign(rows, from * dim, to - from, nearest, from);
        });
        return nearest;
    }

    /** Moves each point to the mean of its rows; one without rows takes half of those of the largest. */
    private Centroids moved(float[] rows, int[] nearest) {
        float[] sums = new float[points.length];
        int[] counts = new int[count()];
        for (int row = 0; row < nearest.length; row++) {
            int at = nearest[row] * dim;
            counts[nearest[row]]++;
            for (int d = 0; d < dim; d++) {
                sums[at + d] += rows[row * dim + d];
            }
        }
        for (int i = 0; i < counts.length; i++) {
            for (int d = 0; d < dim; d++) {
                sums[i * dim + d] = counts[i] == 0 ? 0 : sums[i * dim + d] / counts[i];
            }
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                divide(sums, counts, i);
            }
        }
        return new Centroids(sums, dim);
    }

    private void divide(float[] means, int[] counts, int empty) {
        int largest = 0;
        for (int i = 1; i < counts.length; i++) {
            largest = counts[i] > counts[largest] ? i : largest;
        }
        for (int d = 0; d < dim; d++) {
            float mean = means[largest * dim + d];
            float step = (d % 2 == 0 ? APART : -APART) * mean;
            means[empty * dim + d] = mean + step;
            means[largest * dim + d] = mean - step;
        }
        counts[empty] = counts[largest] / 2;
        counts[largest] -= counts[empty];
    }

    /** Returns the points in the form that rows are compared with. */
    Panels panels() {
        Panels panels = new Panels(dim, count());
        for (int i = 0; i < count(); i++) {
            panels.add(points, i * dim);
        }
        return panels;
    }

    /** Finds the nearest point of rows, four at a time. One thread's working memory. */
    static final class Assignment {
        private final Panels panels;
        private final float[] distances;

        Assignment(Panels panels) {
            this.panels = panels;
            this.distances = new float[Panels.ROWS * panels.stride()];
        }

        /**
         * Writes the nearest of each of {@code count} rows to {@code out}; the array of rows goes on for three more rows,
         * which are not looked at.
         */
        void assign(float[] rows, int at, int count, int[] out, int to) {
            int dim = panels.dim();
            for (int first = 0; first < count; first += Panels.ROWS) {
                panels.distances(rows, at + first * dim, distances);
                for (int i = first; i < Math.min(count, first + Panels.ROWS); i++) {
                    int from = (i - first) * panels.stride();
                    out[to + i] = Math.max(0, Nearest.indexOfLeast(distances, from, panels.stride()));
                }
            }
        }
    }
}
