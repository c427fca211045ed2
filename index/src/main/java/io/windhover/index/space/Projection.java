package io.windhover.index.space;

import io.windhover.index.kernel.Memory;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import io.windhover.model.Invariant;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Moves rows and queries into an index's own space, where the squared Euclidean distance orders as the metric does and
 * coordinates are nearly normally distributed: scaled so that they are about one, less the mean of the rows, rotated.
 *
 * <p>COSINE scales to length one and has one coordinate more, which keeps rows of zeros as far from every query as an
 * orthogonal row. IP makes queries longer the more rows differ in length: that orders as the inner product does among
 * rows of one length, and nearly so among others; the exact comparison at the end puts them right. Immutable; callers
 * bring scratch memory.
 */
public final class Projection {
    /** Beyond this a coordinate is cut, so that squares stay finite. */
    private static final float COORDINATE_MAX = 1e12f;

    private static final int HEAD_BYTES = 64;
    private static final double UNIT_MAX = 1e30;
    /** Of the lengths of rows, by which queries are made longer than the mean for IP. */
    private static final double DEVIATIONS = 10;

    private final Metric metric;
    private final int dim;
    private final Rotation rotation;
    private final Measures measures;

    /**
     * What is learned from the rows.
     *
     * @param mean what is taken off each coordinate, before rotation, in the unit of rows
     * @param unit what coordinates are multiplied by
     * @param length to which queries are scaled for COSINE and IP
     */
    public record Measures(float[] mean, float unit, float length) {}

    private Projection(Metric metric, int dim, Measures measures) {
        this.metric = metric;
        this.dim = dim;
        this.measures = measures;
        this.rotation = new Rotation(dim(metric, dim));
    }

    /** Returns the dimension of the own space. */
    public static int dim(Metric metric, int dim) {
        return Math.max(Rotation.DIM_MIN, metric != Metric.COSINE ? dim : dim + 1);
    }

    /** Returns what was learned. */
    public Measures measures() {
        return measures;
    }

    /** Returns the bytes of the stored form: unit and length, zeros up to 64, the mean, zeros up to a multiple of 64. */
    public static long bytes(Metric metric, int dim) {
        return HEAD_BYTES + (4L * dim(metric, dim) + 63 & ~63L);
    }

    /** Writes the stored form to an address. */
    public void writeTo(long at) {
        Memory.putFloat(at, measures.unit);
        Memory.putFloat(at + 4, measures.length);
        for (int d = 0; d < measures.mean.length; d++) {
            Memory.putFloat(at + HEAD_BYTES + 4L * d, measures.mean[d]);
        }
    }

    /** Reads the stored form. */
    public static Projection read(Metric metric, int dim, long at) {
        float[] mean = new float[dim(metric, dim)];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = Memory.floatAt(at + HEAD_BYTES + 4L * d);
        }
        return new Projection(metric, dim, new Measures(mean, Memory.floatAt(at), Memory.floatAt(at + 4)));
    }

    /** Learns from at most {@code sampleRows} of the rows, evenly spread. */
    public static Projection learn(VectorRows rows, Metric metric, int sampleRows) {
        int step = Math.max(1, rows.rowCount() / sampleRows);
        int dims = dim(metric, rows.dim());
        float length = metric == Metric.IP ? queryLength(rows, step) : 1;
        Projection plain = new Projection(metric, rows.dim(), new Measures(new float[dims], 1, length));
        double[] sums = new double[dims];
        double squares = 0;
        float[] vector = new float[dims];
        int count = 0;
        for (int row = 0; row < rows.rowCount(); row += step, count++) {
            plain.embed(rows, row, vector);
            for (int d = 0; d < dims; d++) {
                sums[d] += vector[d];
                squares += (double) vector[d] * vector[d];
            }
        }
        float[] mean = new float[dims];
        double variance = squares / Math.max(1, count);
        for (int d = 0; d < dims; d++) {
            double average = sums[d] / Math.max(1, count);
            mean[d] = (float) average;
            variance -= average * average;
        }
        double deviation = Math.sqrt(Math.max(0, variance) / dims);
        float unit = deviation > 0 ? (float) Math.min(UNIT_MAX, 1 / deviation) : 1;
        return new Projection(metric, rows.dim(), new Measures(mean, unit, length));
    }

    /** Returns how long queries are made for IP: as long as rows, and longer where these differ in length. */
    private static float queryLength(VectorRows rows, int step) {
        double lengths = 0;
        double squares = 0;
        int count = 0;
        float[] vector = new float[rows.dim()];
        for (int row = 0; row < rows.rowCount(); row += step, count++) {
            read(rows, row, vector);
            double square = square(vector, vector.length);
            lengths += Math.sqrt(square);
            squares += square;
        }
        double mean = lengths / Math.max(1, count);
        double deviation = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean));
        return (float) (mean + Math.min(DEVIATIONS * deviation, 2 * mean));
    }

    private static double square(float[] vector, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) vector[i] * vector[i];
        }
        return sum;
    }

    /** Writes the place of a row to the first elements of {@code out}. */
    public void row(VectorRows rows, int row, float[] out, float[] scratch) {
        embed(rows, row, out);
        place(out, scratch);
    }

    /** Writes the place of a query; an inner product keeps its order whatever the length of the query, so that is chosen. */
    public void query(VectorQuery query, float[] out, float[] scratch) {
        read(query.type(), query.bytes(), 0, dim, out);
        if (metric != Metric.L2) {
            double square = square(out, dim);
            scale(out, square > 0 ? measures.length / Math.sqrt(square) : 0);
        }
        fill(out, 0);
        place(out, scratch);
    }

    /**
     * Writes the direction of a query, for inner products with places: they order as IP does, because what places have
     * lost to the mean is the same for all rows.
     */
    public void direction(VectorQuery query, float[] out, float[] scratch) {
        read(query.type(), query.bytes(), 0, dim, out);
        double square = square(out, dim);
        scale(out, square > 0 ? Math.sqrt(dim / square) : 0);
        fill(out, 0);
        rotation.apply(out, scratch);
    }

    private void embed(VectorRows rows, int row, float[] out) {
        read(rows, row, out);
        switch (metric) {
            case L2, IP -> fill(out, 0);
            case COSINE -> {
                double square = square(out, dim);
                scale(out, square > 0 ? 1 / Math.sqrt(square) : 0);
                fill(out, square > 0 ? 0 : 1);
            }
            case HAMMING, JACCARD, SUBSTRUCTURE, SUPERSTRUCTURE -> throw Invariant.unreachable("{} of floats", metric);
        }
    }

    private void fill(float[] out, double further) {
        for (int i = dim; i < measures.mean.length; i++) {
            out[i] = 0;
        }
        if (metric == Metric.COSINE) {
            out[dim] = (float) further;
        }
    }

    private void scale(float[] out, double factor) {
        for (int i = 0; i < dim; i++) {
            out[i] = (float) (out[i] * factor);
        }
    }

    private void place(float[] out, float[] scratch) {
        float[] mean = measures.mean;
        for (int i = 0; i < mean.length; i++) {
            float coordinate = (out[i] - mean[i]) * measures.unit;
            out[i] = Math.clamp(coordinate, -COORDINATE_MAX, COORDINATE_MAX);
        }
        rotation.apply(out, scratch);
    }

    private static void read(VectorRows rows, int row, float[] out) {
        read(rows.type(), rows.data(), (long) row * rows.rowBytes(), rows.dim(), out);
    }

    private static void read(VectorType type, MemorySegment data, long at, int dim, float[] out) {
        switch (type) {
            case FLOAT -> MemorySegment.copy(data, ValueLayout.JAVA_FLOAT_UNALIGNED, at, out, 0, dim);
            case FLOAT16 -> {
                for (int i = 0; i < dim; i++) {
                    out[i] = Float.float16ToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 2L * i));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < dim; i++) {
                    out[i] = Float.intBitsToFloat(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 2L * i) << 16);
                }
            }
            case INT8 -> {
                for (int i = 0; i < dim; i++) {
                    out[i] = data.get(ValueLayout.JAVA_BYTE, at + i);
                }
            }
            case BINARY -> throw Invariant.unreachable("{} rows have no floats", type);
        }
    }
}
