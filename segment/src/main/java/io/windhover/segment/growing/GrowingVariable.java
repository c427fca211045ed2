package io.windhover.segment.growing;

import io.windhover.model.row.FieldColumn;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.rows.ByteBuilder;
import io.windhover.segment.rows.Layouts;
import io.windhover.segment.rows.ValueBytes;
import io.windhover.segment.rows.VariableView;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A growing column of values of any length, on the heap: a chunk's bytes move when they outgrow their array. */
final class GrowingVariable implements GrowingColumn {
    private final FieldSchema field;
    private final int shift;
    private final GrowingNulls nulls;
    private final List<ByteBuilder> bytes = new ArrayList<>();
    private final List<MemorySegment> offsets = new ArrayList<>();
    private int rowCount;
    private int capacity;
    private long held;
    private VariableView view;

    GrowingVariable(FieldSchema field, int shift) {
        this.field = field;
        this.shift = shift;
        this.nulls = new GrowingNulls(shift);
    }

    @Override
    public FieldSchema field() {
        return field;
    }

    @Override
    public void append(FieldColumn column) {
        int count = column.column().rowCount();
        for (int row = 0; row < count; row++) {
            ByteBuilder target = lastChunk();
            if (!column.isNull(row)) {
                ValueBytes.put(column.column(), row, field.elementType().orElse(field.type()), target);
            }
            endRow(target);
        }
        if (nulls.append(column, rowCount - count)) {
            view = null;
        }
    }

    @Override
    public void appendAbsent(int count) {
        VariableView absent = (VariableView) GrowingColumn.absent(field);
        byte[] value = absent.bytes(0);
        for (int i = 0; i < count; i++) {
            ByteBuilder target = lastChunk();
            target.put(value);
            endRow(target);
        }
        if (absent.nulls().isAll() && nulls.appendAll(rowCount - count, rowCount)) {
            view = null;
        }
    }

    private ByteBuilder lastChunk() {
        int chunk = rowCount >>> shift;
        if (chunk == bytes.size()) {
            bytes.add(new ByteBuilder(1024));
            offsets.add(MemorySegment.ofArray(new long[(1 << shift) + 1]));
            held += (8L << shift) + bytes.getLast().capacity();
            view = null;
        }
        ByteBuilder last = bytes.get(chunk);
        capacity = last.capacity();
        return last;
    }

    private void endRow(ByteBuilder chunk) {
        int inChunk = rowCount & (1 << shift) - 1;
        offsets.getLast().set(Layouts.LONG, (inChunk + 1L) << 3, chunk.size());
        rowCount++;
        if (chunk.capacity() != capacity) {
            held += chunk.capacity() - capacity;
            view = null;
        }
    }

    @Override
    public VariableView view() {
        if (view == null) {
            MemorySegment[] memory = bytes.stream().map(ByteBuilder::memory).toArray(MemorySegment[]::new);
            view = VariableView.chunked(offsets.toArray(new MemorySegment[0]), memory, shift, nulls.view());
        }
        return view;
    }

    @Override
    public long bytes() {
        return held + nulls.bytes();
    }
}
