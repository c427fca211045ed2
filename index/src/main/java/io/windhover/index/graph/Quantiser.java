package io.windhover.index.graph;

import io.windhover.index.kernel.Memory;
import io.windhover.index.kernel.QueryForm;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.util.Arrays;

/**
 * Turns floats into signed bytes, a quarter of the memory traffic: for L2 less the mean of each dimension, for COSINE
 * first scaled to length one (then L2 has the same order), with one scale for all dimensions, so that distances keep
 * their proportions. Learned from a sample of the rows.
 *
 * @param metric what the rows are compared by; on codes it is {@link #onCodes()}
 * @param mean what is taken off each dimension
 * @param scale bytes to the unit
 */
record Quantiser(Metric metric, float[] mean, float scale) {
    private static final int SAMPLE_ROWS = 4_096;
    private static final int CODE_ALIGN = 64;
    private static final int LARGEST = 127;
    /** Share of sampled elements that lie within the range of a byte; those beyond are clipped. */
    private static final double KEPT = 0.9998;

    /** Returns the bytes of a code: whole cache lines. */
    static int codeBytes(int dim) {
        return (dim + CODE_ALIGN - 1) / CODE_ALIGN * CODE_ALIGN;
    }

    /** Returns the metric that orders codes as {@code metric} orders vectors. */
    Metric onCodes() {
        return metric == Metric.IP ? Metric.IP : Metric.L2;
    }

    static Quantiser learn(VectorRows rows, Metric metric) {
        int step = Math.max(1, rows.rowCount() / SAMPLE_ROWS);
        float[] mean = metric == Metric.IP ? new float[rows.dim()] : mean(rows, metric, step);
        float[] magnitudes = magnitudes(rows, metric, step, mean);
        Arrays.sort(magnitudes);
        float largest = magnitudes.length == 0 ? 0 : magnitudes[(int) ((magnitudes.length - 1) * KEPT)];
        return new Quantiser(metric, mean, largest > 0 ? LARGEST / largest : 1f);
    }

    private static float factor(VectorQuery vector, Metric metric) {
        return metric == Metric.COSINE ? QueryForm.inverseLength(vector) : 1f;
    }

    private static float[] mean(VectorRows rows, Metric metric, int step) {
        double[] sums = new double[rows.dim()];
        int count = 0;
        for (int i = 0; i < rows.rowCount(); i += step, count++) {
            VectorQuery row = VectorQuery.of(rows, i);
            float factor = factor(row, metric);
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

    private static float[] magnitudes(VectorRows rows, Metric metric, int step, float[] mean) {
        int count = (rows.rowCount() + step - 1) / step;
        float[] magnitudes = new float[Math.multiplyExact(count, mean.length)];
        int at = 0;
        for (int i = 0; i < rows.rowCount(); i += step) {
            VectorQuery row = VectorQuery.of(rows, i);
            float factor = factor(row, metric);
            for (int d = 0; d < mean.length; d++) {
                magnitudes[at++] = Math.abs(row.element(d) * factor - mean[d]);
            }
        }
        return magnitudes;
    }

    /** Writes the codes of rows {@code from <= row < to} to their places after {@code codes}. */
    void encode(VectorRows rows, int from, int to, long codes) {
        int codeBytes = codeBytes(rows.dim());
        for (int i = from; i < to; i++) {
            VectorQuery row = VectorQuery.of(rows, i);
            encode(row, factor(row, metric), scale, codes + (long) i * codeBytes);
        }
    }

    /**
     * Writes the code of a query. An inner product keeps its order whatever the scale of the query, so that is chosen to
     * fit; for other metrics a query may lie outside of what a byte can say.
     *
     * @return whether the code stands for the query, false if too much of it was clipped
     */
    boolean encodeQuery(VectorQuery query, long code) {
        float ownScale = scale;
        if (metric == Metric.IP) {
            float largest = 0;
            for (int d = 0; d < mean.length; d++) {
                largest = Math.max(largest, Math.abs(query.element(d)));
            }
            ownScale = largest > 0 ? LARGEST / largest : 1f;
        }
        return encode(query, factor(query, metric), ownScale, code) * 32 <= mean.length;
    }

    private int encode(VectorQuery vector, float factor, float toBytes, long code) {
        int clipped = 0;
        for (int d = 0; d < mean.length; d++) {
            int value = Math.round((vector.element(d) * factor - mean[d]) * toBytes);
            if (value > LARGEST || value < -LARGEST) {
                clipped++;
                value = Math.clamp(value, -LARGEST, LARGEST);
            }
            Memory.putByte(code + d, (byte) value);
        }
        for (int d = mean.length; d < codeBytes(mean.length); d++) {
            Memory.putByte(code + d, (byte) 0);
        }
        return clipped;
    }
}
