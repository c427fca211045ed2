package io.windhover.index.kernel;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorType;
import io.windhover.model.Invariant;

/**
 * Distances (smaller is nearer, see {@link Metric}) from one prepared query to stored rows. Queries are prepared by
 * {@link QueryForm}. Immutable, for any number of threads.
 *
 * @param dim elements of a vector
 * @param one distance to one row
 * @param many distances to a list of rows; faster a row than {@code one}
 */
public record Kernel(int dim, One one, Many many) {
    /** Forces the plain Java twins everywhere when set to true. */
    public static final String SCALAR_PROPERTY = "windhover.index.scalar";

    private static final int CACHE_LINE = 64;
    private static final int TOUCHED_BYTES = 512;
    private static final boolean SCALAR = Boolean.getBoolean(SCALAR_PROPERTY);

    /** Distance from a prepared query to one row. */
    @FunctionalInterface
    public interface One {
        /** Computes it; both are absolute addresses. */
        float distance(long query, long row, int dim);
    }

    /** Distances from a prepared query to rows of one column. */
    @FunctionalInterface
    public interface Many {
        /** Computes {@code out[i]} for row {@code ids[i]}, {@code i < count}. */
        void distances(long query, Column column, int[] ids, int count, float[] out);
    }

    /**
     * Where the rows of a column are.
     *
     * @param address absolute address of row 0
     * @param rowBytes from one row to the next
     * @param dim elements of a row
     */
    public record Column(long address, long rowBytes, int dim) {}

    /** Reads a byte of the first cache lines of each row, so that they are fetched all at once, not one after another. */
    public static int touch(Column column, int[] ids, int count) {
        long lines = Math.min(column.rowBytes(), TOUCHED_BYTES);
        int sum = 0;
        for (int i = 0; i < count; i++) {
            long row = column.address() + ids[i] * column.rowBytes();
            for (long at = 0; at < lines; at += CACHE_LINE) {
                sum += Memory.byteAt(row + at);
            }
        }
        return sum;
    }

    /** Returns the fastest kernel of this machine. */
    public static Kernel of(Metric metric, VectorType type, int dim) {
        return of(metric, type, dim, SCALAR);
    }

    /** Returns the plain Java kernel or the SIMD one; where a SIMD twin would not pay, both are the same. */
    public static Kernel of(Metric metric, VectorType type, int dim, boolean scalar) {
        Invariant.check(metric.fits(type), "metric {} does not fit {}", metric, type);
        return switch (type) {
            case FLOAT -> scalar ? ScalarKernels.ofFloat(metric, dim) : SimdFloat.of(metric, dim);
            case FLOAT16 -> scalar ? ScalarKernels.ofFloat16(metric, dim) : SimdHalf.ofFloat16(metric, dim);
            case BFLOAT16 -> scalar ? ScalarKernels.ofBfloat16(metric, dim) : SimdHalf.ofBfloat16(metric, dim);
            case INT8 -> scalar ? ScalarKernels.ofInt8(metric, dim) : SimdInt8.of(metric, dim);
            case BINARY -> scalar ? ScalarBits.of(metric, dim) : SimdBits.of(metric, dim);
        };
    }

    /** Returns a kernel that calls {@code one} for each row. */
    static Kernel looped(int dim, One one) {
        return new Kernel(dim, one, (query, column, ids, count, out) -> {
            long address = column.address();
            long rowBytes = column.rowBytes();
            for (int i = 0; i < count; i++) {
                out[i] = one.distance(query, address + ids[i] * rowBytes, dim);
            }
        });
    }

    /** Returns the one of three that is {@code metric}'s. */
    static Kernel dense(Metric metric, Kernel l2, Kernel ip, Kernel cosine) {
        return switch (metric) {
            case L2 -> l2;
            case IP -> ip;
            case COSINE -> cosine;
            case HAMMING, JACCARD, SUBSTRUCTURE, SUPERSTRUCTURE ->
                throw Invariant.unreachable("metric {} is not dense", metric);
        };
    }

    /** Returns minus {@code dot} over the row's length; 0 for an empty row. */
    static float cosineDistance(float dot, float squaredLength) {
        return squaredLength > 0 ? (float) (-dot / Math.sqrt(squaredLength)) : 0f;
    }
}
