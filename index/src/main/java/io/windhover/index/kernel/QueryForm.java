package io.windhover.index.kernel;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorType;
import java.lang.foreign.MemorySegment;

/**
 * The form in which kernels read a query: floats for FLOAT, FLOAT16 and BFLOAT16 (scaled to length one for COSINE), the
 * bytes as they are for INT8 and BINARY. After an INT8 query, at the next multiple of four, stands one over its length
 * as a float (0 for an empty one), which the COSINE kernel reads.
 */
public final class QueryForm {
    private QueryForm() {}

    /** Returns the bytes that a prepared query takes. */
    public static long bytes(VectorType type, int dim) {
        return switch (type) {
            case FLOAT, FLOAT16, BFLOAT16 -> 4L * dim;
            case INT8 -> scaleOffset(dim) + 4;
            case BINARY -> dim / 8;
        };
    }

    /** Returns where the inverse length stands in a prepared INT8 query. */
    static long scaleOffset(int dim) {
        return (dim + 3L) & ~3L;
    }

    /** Writes the prepared form of {@code query} to {@code target}, which has {@link #bytes} bytes. */
    public static void prepare(VectorQuery query, Metric metric, long target) {
        switch (query.type()) {
            case FLOAT, FLOAT16, BFLOAT16 -> prepareFloats(query, metric, target);
            case INT8 -> {
                copy(query, target);
                Memory.putFloat(target + scaleOffset(query.dim()), inverseLength(query));
            }
            case BINARY -> copy(query, target);
        }
    }

    private static void copy(VectorQuery query, long target) {
        MemorySegment.copy(query.bytes(), 0, Memory.ALL, target, query.bytes().byteSize());
    }

    private static void prepareFloats(VectorQuery query, Metric metric, long target) {
        float scale = metric == Metric.COSINE ? inverseLength(query) : 1f;
        for (int i = 0; i < query.dim(); i++) {
            Memory.putFloat(target + 4L * i, query.element(i) * scale);
        }
    }

    /** Returns one over the Euclidean length of a dense vector, 0 if it is empty. */
    public static float inverseLength(VectorQuery vector) {
        double sum = 0;
        for (int i = 0; i < vector.dim(); i++) {
            double x = vector.element(i);
            sum += x * x;
        }
        return sum > 0 ? (float) (1 / Math.sqrt(sum)) : 0f;
    }
}
