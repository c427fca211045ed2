package io.windhover.index.vector;

/** How one vector is stored; all numbers little-endian. */
public enum VectorType {
    /** IEEE binary32 elements. */
    FLOAT(32),
    /** IEEE binary16 elements. */
    FLOAT16(16),
    /** The upper half of IEEE binary32. */
    BFLOAT16(16),
    /** Signed bytes. */
    INT8(8),
    /** Bits, the first one in the lowest bit of the first byte; dim is a multiple of 8. */
    BINARY(1);

    private final int bitsPerDim;

    VectorType(int bitsPerDim) {
        this.bitsPerDim = bitsPerDim;
    }

    /** Returns the bytes of one vector of {@code dim} elements. */
    public int rowBytes(int dim) {
        return Math.toIntExact((long) dim * bitsPerDim / 8);
    }

    /** Returns whether elements are numbers, not bits. */
    public boolean isDense() {
        return this != BINARY;
    }
}
