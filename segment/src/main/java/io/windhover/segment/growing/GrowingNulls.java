package io.windhover.segment.growing;

import io.windhover.model.row.FieldColumn;
import io.windhover.segment.rows.Layouts;
import io.windhover.segment.rows.NullBits;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The null bits of a growing column; a chunk without nulls has no memory. */
final class GrowingNulls {
    private final int shift;
    private MemorySegment[] chunks = new MemorySegment[0];
    private int chunkCount;
    private NullBits view = NullBits.NONE;

    GrowingNulls(int shift) {
        this.shift = shift;
    }

    /** Marks the nulls of a column whose first row becomes row {@code base}; true if the view is another now. */
    boolean append(FieldColumn column, int base) {
        if (column.nulls().isEmpty()) {
            return false;
        }
        NullBits before = view;
        java.util.BitSet nulls = column.nulls().get();
        for (int row = nulls.nextSetBit(0); row >= 0; row = nulls.nextSetBit(row + 1)) {
            mark(base + row);
        }
        return view != before;
    }

    /** Marks rows {@code from} to {@code to}; true if the view is another now. */
    boolean appendAll(int from, int to) {
        NullBits before = view;
        for (int row = from; row < to; row++) {
            mark(row);
        }
        return view != before;
    }

    private void mark(int row) {
        int chunk = row >>> shift;
        if (chunk >= chunks.length || chunks[chunk] == null) {
            chunks = Arrays.copyOf(chunks, Math.max(chunks.length, chunk + 1));
            chunks[chunk] = MemorySegment.ofArray(new long[1 << shift - 6]);
            chunkCount++;
            view = null;
        }
        int inChunk = row & (1 << shift) - 1;
        long at = (long) (inChunk >>> 6) << 3;
        chunks[chunk].set(Layouts.LONG, at, chunks[chunk].get(Layouts.LONG, at) | 1L << inChunk);
        if (view == null) {
            view = NullBits.chunked(chunks, shift);
        }
    }

    NullBits view() {
        return view;
    }

    long bytes() {
        return (long) chunkCount << shift - 3;
    }
}
