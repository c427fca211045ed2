package io.windhover.segment.growing;

import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.Layouts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** A growing column of values of equal width, in native memory. */
final class GrowingFixed implements GrowingColumn {
    private final FieldSchema field;
    private final Arena arena;
    private final int shift;
    private final int width;
    private final GrowingNulls nulls;
    private MemorySegment[] chunks = new MemorySegment[0];
    private int rowCount;
    private FixedView view;

    GrowingFixed(FieldSchema field, Arena arena, int shift) {
        this(field, arena, shift, field.fixedBytes());
    }

    GrowingFixed(FieldSchema field, Arena arena, int shift, int width) {
        this.field = field;
        this.arena = arena;
        this.shift = shift;
        this.width = width;
        this.nulls = new GrowingNulls(shift);
    }

    @Override
    public FieldSchema field() {
        return field;
    }

    @Override
    public void append(FieldColumn column) {
        int count = column.column().rowCount();
        int done = 0;
        while (done < count) {
            int inChunk = rowCount & (1 << shift) - 1;
            int piece = Math.min(count - done, (1 << shift) - inChunk);
            MemorySegment target = lastChunk().asSlice((long) inChunk * width, (long) piece * width);
            copy(column.column(), done, piece, target);
            clearNulls(column, done, piece, target);
            done += piece;
            rowCount += piece;
        }
        if (nulls.append(column, rowCount - count)) {
            view = null;
        }
    }

    /** Adds one 64-bit value {@code count} times. */
    void appendLong(long value, int count) {
        for (int i = 0; i < count; i++) {
            lastChunk().set(Layouts.LONG, (long) (rowCount & (1 << shift) - 1) << 3, value);
            rowCount++;
        }
    }

    @Override
    public void appendAbsent(int count) {
        FixedView absent = (FixedView) GrowingColumn.absent(field);
        for (int i = 0; i < count; i++) {
            absent.copy(0, lastChunk(), (long) (rowCount & (1 << shift) - 1) * width);
            rowCount++;
        }
        if (absent.nulls().isAll() && nulls.appendAll(rowCount - count, rowCount)) {
            view = null;
        }
    }

    /** Returns the chunk that the next row goes into. */
    private MemorySegment lastChunk() {
        int chunk = rowCount >>> shift;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk + 1);
            chunks[chunk] = arena.allocate((long) width << shift, 64);
            view = null;
        }
        return chunks[chunk];
    }

    private void copy(Column column, int from, int count, MemorySegment target) {
        switch (column) {
            case Column.BoolColumn bools -> {
                for (int i = 0; i < count; i++) {
                    target.set(Layouts.BYTE, i, (byte) (bools.values()[from + i] ? 1 : 0));
                }
            }
            case Column.IntColumn ints -> copyInts(ints.values(), from, count, target);
            case Column.LongColumn longs -> MemorySegment.copy(longs.values(), from, target, Layouts.LONG, 0, count);
            case Column.FloatColumn floats ->
                MemorySegment.copy(floats.values(), from, target, Layouts.FLOAT, 0, count);
            case Column.DoubleColumn doubles ->
                MemorySegment.copy(doubles.values(), from, target, Layouts.DOUBLE, 0, count);
            case Column.FloatVectorColumn vectors -> {
                int dim = vectors.dim();
                MemorySegment.copy(vectors.values(), from * dim, target, Layouts.FLOAT, 0, count * dim);
            }
            case Column.ByteVectorColumn vectors -> {
                int bytes = vectors.rowBytes();
                MemorySegment.copy(vectors.values(), from * bytes, target, Layouts.BYTE, 0, count * bytes);
            }
            case Column.StringColumn _, Column.JsonColumn _, Column.ArrayColumn _, Column.SparseVectorColumn _ ->
                throw Invariant.unreachable("field {} has a fixed width", field.name());
        }
    }

    private void copyInts(int[] values, int from, int count, MemorySegment target) {
        for (int i = 0; i < count; i++) {
            int value = values[from + i];
            switch (width) {
                case 1 -> target.set(Layouts.BYTE, i, (byte) value);
                case 2 -> target.set(Layouts.SHORT, 2L * i, (short) value);
                default -> target.set(Layouts.INT, 4L * i, value);
            }
        }
    }

    private void clearNulls(FieldColumn column, int from, int count, MemorySegment target) {
        if (column.nulls().isEmpty()) {
            return;
        }
        java.util.BitSet bits = column.nulls().get();
        for (int row = bits.nextSetBit(from); row >= 0 && row < from + count; row = bits.nextSetBit(row + 1)) {
            target.asSlice((long) (row - from) * width, width).fill((byte) 0);
        }
    }

    @Override
    public FixedView view() {
        if (view == null) {
            view = FixedView.chunked(chunks, shift, width, nulls.view());
        }
        return view;
    }

    @Override
    public long bytes() {
        return ((long) chunks.length * width << shift) + nulls.bytes();
    }
}
