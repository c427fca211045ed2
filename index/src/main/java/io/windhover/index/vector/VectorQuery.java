package io.windhover.index.vector;

import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One query vector in the stored form of its type.
 *
 * @param bytes exactly {@code type.rowBytes(dim)} bytes, on or off the heap, any alignment; only read
 * @param dim elements
 * @param type how an element is stored; the same as the column's
 */
public record VectorQuery(MemorySegment bytes, int dim, VectorType type) {
    /** Checks the size. */
    public VectorQuery {
        Invariant.check(bytes.byteSize() == type.rowBytes(dim), "query of {} bytes, dim {}", bytes.byteSize(), dim);
    }

    /** Returns a query of floats, used without a copy. */
    public static VectorQuery of(float[] vector) {
        return new VectorQuery(MemorySegment.ofArray(vector), vector.length, VectorType.FLOAT);
    }

    /** Returns a query in stored form, used without a copy. */
    public static VectorQuery of(VectorType type, int dim, byte[] vector) {
        return new VectorQuery(MemorySegment.ofArray(vector), dim, type);
    }

    /** Returns a stored row as a query. */
    public static VectorQuery of(VectorRows rows, int row) {
        return new VectorQuery(rows.row(row), rows.dim(), rows.type());
    }

    /** Fails with PARAMETER_INVALID unless the query has the shape of {@code rows}. */
    public void checkFits(VectorRows rows) {
        if (dim != rows.dim() || type != rows.type()) {
            throw DatabaseException.invalid(
                    "vector dimension mismatch, expected vector size(byte) %d, actual %d",
                    rows.rowBytes(), bytes.byteSize());
        }
    }

    /** Returns element {@code i} as a float; not for BINARY. */
    public float element(int i) {
        return switch (type) {
            case FLOAT -> bytes.get(ValueLayout.JAVA_FLOAT_UNALIGNED, i * 4L);
            case FLOAT16 -> Float.float16ToFloat(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2L));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, i * 2L) << 16);
            case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
            case BINARY -> throw Invariant.unreachable("bits have no float elements");
        };
    }
}
