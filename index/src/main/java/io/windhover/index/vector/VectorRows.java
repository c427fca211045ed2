package io.windhover.index.vector;

import io.windhover.model.Invariant;
import java.lang.foreign.MemorySegment;

/**
 * A column of vectors, row {@code i} at byte {@code i * rowBytes()}, with no object per row. Memory belongs to the
 * caller and must be native (allocated or mapped): kernels read it by address without a liveness check, so whoever
 * closes its arena first makes sure that no search on it runs any more.
 *
 * @param data at least {@code rowCount * rowBytes()} bytes
 * @param dim elements of a vector
 * @param type how an element is stored
 * @param rowCount rows to be seen
 */
public record VectorRows(MemorySegment data, int dim, VectorType type, int rowCount) {
    /** Checks the shape. */
    public VectorRows {
        Invariant.check(data.isNative(), "vector rows must be in native memory");
        Invariant.check(dim > 0 && (type.isDense() || dim % 8 == 0), "bad dim {} for {}", dim, type);
        Invariant.check(rowCount >= 0, "negative row count {}", rowCount);
        long bytes = (long) rowCount * type.rowBytes(dim);
        Invariant.check(data.byteSize() >= bytes, "{} rows need {} bytes, have {}", rowCount, bytes, data.byteSize());
    }

    /** Returns the bytes of one row. */
    public int rowBytes() {
        return type.rowBytes(dim);
    }

    /** Returns the absolute address of the first row. */
    public long address() {
        return data.address();
    }

    /** Returns the address of a row. */
    public long address(int row) {
        return data.address() + (long) row * rowBytes();
    }

    /** Returns the bytes of a row. */
    public MemorySegment row(int row) {
        return data.asSlice((long) row * rowBytes(), rowBytes());
    }

    /** Fails if the memory is closed; called once when a search begins. */
    public void checkAlive() {
        Invariant.check(data.scope().isAlive(), "vector rows are used after their memory was given back");
    }
}
