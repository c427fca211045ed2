package io.windhover.index.graph;

import io.windhover.index.kernel.Kernel;
import io.windhover.index.kernel.Memory;
import io.windhover.index.kernel.QueryForm;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a graph is built on: rows that are compared with each other as they are. Bits and bytes are taken from the
 * column. Floats become signed bytes, a quarter of the memory traffic of a build: for L2 less the mean of each
 * dimension, for COSINE first scaled to length one (then L2 has the same order), with one scale for all dimensions, so
 * that distances keep their proportions.
 *
 * @param kernel compares two rows
 * @param column where they are
 */
record BuildVectors(Kernel kernel, Kernel.Column column) {
    private static final int SAMPLE_ROWS = 4_096;
    private static final int CODE_ALIGN = 64;
    private static final int TASK_ROWS = 8_192;
    /** Share of sampled elements that lie within the range of a byte; those beyond are clipped. */
    private static final double KEPT = 0.9998;

    /** Returns the address of a row. */
    long address(int row) {
        return column.address() + row * column.rowBytes();
    }

    /** Returns the distance of two rows. */
    float distance(int a, int b) {
        return kernel.one().distance(address(a), address(b), column.dim());
    }

    /** Returns the vectors to build on, in memory of {@code arena} if they are a copy. */
    static BuildVectors of(VectorRows rows, Metric metric, Arena arena, VectorIndexes.Work work) {
        boolean asTheyAre =
                rows.type() == VectorType.BINARY || rows.type() == VectorType.INT8 && metric != Metric.COSINE;
        if (asTheyAre) {
            Kernel kernel = Kernel.of(metric, rows.type(), rows.dim());
            return new BuildVectors(kernel, new Kernel.Column(rows.address(), rows.rowBytes(), rows.dim()));
        }
        return quantised(rows, metric, arena, work);
    }

    private static BuildVectors quantised(VectorRows rows, Metric metric, Arena arena, VectorIndexes.Work work) {
        int codeBytes = (rows.dim() + CODE_ALIGN - 1) / CODE_ALIGN * CODE_ALIGN;
        MemorySegment codes = arena.allocate((long) rows.rowCount() * codeBytes, 64);
        Quantiser quantiser = Quantiser.of(rows, metric);
        List<Runnable> tasks = new ArrayList<>();
        for (int from = 0; from < rows.rowCount(); from += TASK_ROWS) {
            int first = from;
            int end = Math.min(rows.rowCount(), from + TASK_ROWS);
            tasks.add(() -> quantiser.encode(rows, first, end, codes.address(), codeBytes));
        }
        work.parallel().run(tasks);
        Metric onCodes = metric == Metric.IP ? Metric.IP : Metric.L2;
        Kernel kernel = Kernel.of(onCodes, VectorType.INT8, codeBytes);
        return new BuildVectors(kernel, new Kernel.Column(codes.address(), codeBytes, codeBytes));
    }

    /**
     * Turns rows into signed bytes.
     *
     * @param normalise whether rows are scaled to length one first
     * @param mean what is taken off each dimension
     * @param scale bytes to the unit
     */
    private record Quantiser(boolean normalise, float[] mean, float scale) {
        static Quantiser of(VectorRows rows, Metric metric) {
            boolean normalise = metric == Metric.COSINE;
            int step = Math.max(1, rows.rowCount() / SAMPLE_ROWS);
            float[] mean = new float[rows.dim()];
            if (metric != Metric.IP) {
                mean = mean(rows, normalise, step);
            }
            float[] magnitudes = magnitudes(rows, normalise, step, mean);
            Arrays.sort(magnitudes);
            float largest = magnitudes.length == 0 ? 0 : magnitudes[(int) ((magnitudes.length - 1) * KEPT)];
            return new Quantiser(normalise, mean, largest > 0 ? 127f / largest : 1f);
        }

        private static float factor(VectorQuery row, boolean normalise) {
            return normalise ? QueryForm.inverseLength(row) : 1f;
        }

        private static float[] mean(VectorRows rows, boolean normalise, int step) {
            double[] sums = new double[rows.dim()];
            int count = 0;
            for (int i = 0; i < rows.rowCount(); i += step, count++) {
                VectorQuery row = VectorQuery.of(rows, i);
                float factor = factor(row, normalise);
                for (int d = 0; d < sums.length; d++) {
                    sums[d] += row.element(d) * factor;
                }
            }
            float[] mean = new float[sums.length];
            for (int d = 0; d < sums.length; d++) {
                mean[d] = (float) (sums[d] / Math.max(1, count));
            }
            return mean;
        }

        private static float[] magnitudes(VectorRows rows, boolean normalise, int step, float[] mean) {
            int count = (rows.rowCount() + step - 1) / step;
            float[] magnitudes = new float[Math.multiplyExact(count, mean.length)];
            int at = 0;
            for (int i = 0; i < rows.rowCount(); i += step) {
                VectorQuery row = VectorQuery.of(rows, i);
                float factor = factor(row, normalise);
                for (int d = 0; d < mean.length; d++) {
                    magnitudes[at++] = Math.abs(row.element(d) * factor - mean[d]);
                }
            }
            return magnitudes;
        }

        void encode(VectorRows rows, int from, int to, long codes, int codeBytes) {
            for (int i = from; i < to; i++) {
                VectorQuery row = VectorQuery.of(rows, i);
                float factor = factor(row, normalise) * scale;
                long code = codes + (long) i * codeBytes;
                for (int d = 0; d < mean.length; d++) {
                    int value = Math.round(row.element(d) * factor - mean[d] * scale);
                    Memory.putByte(code + d, (byte) Math.clamp(value, -127, 127));
                }
            }
        }
    }
}
