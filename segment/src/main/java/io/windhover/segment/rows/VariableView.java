package io.windhover.segment.rows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Values of any length: UTF-8 text, JSON text, arrays and sparse vectors (see {@link ValueBytes} for their bytes). Row
 * {@code r} of a chunk has the bytes {@code offsets[r]} to {@code offsets[r + 1]} of the chunk's bytes. A null row is
 * empty.
 */
public final class VariableView implements ColumnView {
    private final MemorySegment[] offsets;
    private final MemorySegment[] bytes;
    private final int shift;
    private final int mask;
    private final NullBits nulls;

    private VariableView(MemorySegment[] offsets, MemorySegment[] bytes, int shift, int mask, NullBits nulls) {
        this.offsets = offsets;
        this.bytes = bytes;
        this.shift = shift;
        this.mask = mask;
        this.nulls = nulls;
    }

    /** Returns a column in chunks of {@code 1 << shift} rows; offsets are 64 bits wide, one more than rows. */
    public static VariableView chunked(MemorySegment[] offsets, MemorySegment[] bytes, int shift, NullBits nulls) {
        return new VariableView(offsets, bytes, shift, (1 << shift) - 1, nulls);
    }

    /** Returns a column in one piece. */
    public static VariableView whole(MemorySegment offsets, MemorySegment bytes, NullBits nulls) {
        return new VariableView(
                new MemorySegment[] {offsets}, new MemorySegment[] {bytes}, 31, Integer.MAX_VALUE, nulls);
    }

    /** Returns a column with the same value in every row. */
    public static VariableView constant(byte[] value, NullBits nulls) {
        MemorySegment offsets = MemorySegment.ofArray(new long[2]);
        offsets.set(Layouts.LONG, 8, value.length);
        return new VariableView(
                new MemorySegment[] {offsets}, new MemorySegment[] {MemorySegment.ofArray(value)}, 31, 0, nulls);
    }

    @Override
    public NullBits nulls() {
        return nulls;
    }

    /** Returns the number of bytes of a row. */
    public int length(int row) {
        MemorySegment starts = offsets[row >>> shift];
        long at = (long) (row & mask) << 3;
        return (int) (starts.get(Layouts.LONG, at + 8) - starts.get(Layouts.LONG, at));
    }

    /** Returns where a row starts in the memory of {@link #memory}. */
    public long start(int row) {
        return offsets[row >>> shift].get(Layouts.LONG, (long) (row & mask) << 3);
    }

    /** Returns the memory that holds the bytes of a row, from {@link #start} on. */
    public MemorySegment memory(int row) {
        return bytes[row >>> shift];
    }

    /** Returns the bytes of a row, without a copy. */
    public MemorySegment slice(int row) {
        return memory(row).asSlice(start(row), length(row));
    }

    /** Returns a copy of the bytes of a row. */
    public byte[] bytes(int row) {
        int length = length(row);
        byte[] copy = new byte[length];
        MemorySegment.copy(memory(row), ValueLayout.JAVA_BYTE, start(row), copy, 0, length);
        return copy;
    }

    /** Returns the text of a row. */
    public String string(int row) {
        return new String(bytes(row), StandardCharsets.UTF_8);
    }
}
