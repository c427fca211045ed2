package io.windhover.segment.rows;

import io.windhover.model.Invariant;
import java.lang.foreign.MemorySegment;

/**
 * Values of equal width: numbers, booleans (one byte, 0 or 1) and dense vectors, raw and little-endian. The values of a
 * null row are zero.
 */
public final class FixedView implements ColumnView {
    private final MemorySegment[] chunks;
    private final int shift;
    private final int mask;
    private final int width;
    private final NullBits nulls;

    private FixedView(MemorySegment[] chunks, int shift, int mask, int width, NullBits nulls) {
        this.chunks = chunks;
        this.shift = shift;
        this.mask = mask;
        this.width = width;
        this.nulls = nulls;
    }

    /** Returns a column in chunks of {@code 1 << shift} rows. */
    public static FixedView chunked(MemorySegment[] chunks, int shift, int width, NullBits nulls) {
        return new FixedView(chunks, shift, (1 << shift) - 1, width, nulls);
    }

    /** Returns a column in one piece. */
    public static FixedView whole(MemorySegment values, int width, NullBits nulls) {
        return new FixedView(new MemorySegment[] {values}, 31, Integer.MAX_VALUE, width, nulls);
    }

    /** Returns a column with the same value in every row, however many there are. */
    public static FixedView constant(MemorySegment value, NullBits nulls) {
        return new FixedView(new MemorySegment[] {value}, 31, 0, Math.toIntExact(value.byteSize()), nulls);
    }

    @Override
    public NullBits nulls() {
        return nulls;
    }

    /** Returns the bytes of one value. */
    public int width() {
        return width;
    }

    /** Tells whether every row has the same value. */
    public boolean isConstant() {
        return mask == 0;
    }

    /** Returns how many rows a chunk holds; the last one may be used in part. */
    public int chunkRows() {
        Invariant.check(mask != 0, "a constant column has no chunks");
        return mask == Integer.MAX_VALUE ? Integer.MAX_VALUE : mask + 1;
    }

    /** Returns the memory of a chunk; row {@code r} is in chunk {@code r / chunkRows()}. */
    public MemorySegment chunk(int index) {
        return chunks[index];
    }

    /** Returns how many chunks there are. */
    public int chunkCount() {
        return chunks.length;
    }

    private long offset(int row) {
        return (long) (row & mask) * width;
    }

    /** Returns a value of one byte. */
    public byte byteAt(int row) {
        return chunks[row >>> shift].get(Layouts.BYTE, offset(row));
    }

    /** Returns a value of 16 bits. */
    public short shortAt(int row) {
        return chunks[row >>> shift].get(Layouts.SHORT, offset(row));
    }

    /** Returns a value of 32 bits. */
    public int intAt(int row) {
        return chunks[row >>> shift].get(Layouts.INT, offset(row));
    }

    /** Returns a value of 64 bits. */
    public long longAt(int row) {
        return chunks[row >>> shift].get(Layouts.LONG, offset(row));
    }

    /** Returns a float. */
    public float floatAt(int row) {
        return chunks[row >>> shift].get(Layouts.FLOAT, offset(row));
    }

    /** Returns a double. */
    public double doubleAt(int row) {
        return chunks[row >>> shift].get(Layouts.DOUBLE, offset(row));
    }

    /** Returns a whole number of any width, signed; a boolean is 0 or 1. */
    public long integerAt(int row) {
        return switch (width) {
            case 1 -> byteAt(row);
            case 2 -> shortAt(row);
            case 4 -> intAt(row);
            case 8 -> longAt(row);
            default -> throw Invariant.unreachable("no whole number has {} bytes", width);
        };
    }

    /** Returns the bytes of a row. */
    public MemorySegment slice(int row) {
        return chunks[row >>> shift].asSlice(offset(row), width);
    }

    /** Returns the bytes of row {@code row} and of up to {@code countMax - 1} after it, as many as lie in one piece. */
    public MemorySegment run(int row, int countMax) {
        long left = mask - (row & mask) + 1L;
        return chunks[row >>> shift].asSlice(offset(row), Math.min(left, countMax) * width);
    }

    /** Copies the bytes of a row. */
    public void copy(int row, MemorySegment target, long targetOffset) {
        MemorySegment.copy(chunks[row >>> shift], offset(row), target, targetOffset, width);
    }
}
