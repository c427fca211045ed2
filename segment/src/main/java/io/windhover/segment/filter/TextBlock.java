package io.windhover.segment.filter;

import io.windhover.model.FieldId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** UTF-8 texts one after the other in one array, for reuse from block to block. Owned by one thread. */
public final class TextBlock {
    private byte[] bytes = new byte[4096];
    private int[] ends = new int[FilterEvaluator.BLOCK_ROWS + 1];
    private int count;

    /** Forgets all texts. */
    public void clear() {
        count = 0;
    }

    /** Appends a text: {@code length} bytes of {@code memory} from {@code offset}. */
    public void add(MemorySegment memory, long offset, int length) {
        int start = end();
        reserve(start + length);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, bytes, start, length);
        endAt(start + length);
    }

    /** Appends a text. */
    public void add(byte[] text) {
        int start = end();
        reserve(start + text.length);
        System.arraycopy(text, 0, bytes, start, text.length);
        endAt(start + text.length);
    }

    /** Appends the texts of a field for the rows of a block; empty ones for rows that nobody asks about. */
    void addAll(FilterColumns columns, FieldId field, Block block) {
        if (!block.isSparse()) {
            columns.readTexts(field, block.from(), block.count(), this);
            return;
        }
        for (int row = 0; row < block.count(); row++) {
            if (block.isOpen(row)) {
                columns.readTexts(field, block.from() + row, 1, this);
            } else {
                endAt(end());
            }
        }
    }

    private void reserve(int size) {
        if (bytes.length < size) {
            bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
        }
    }

    private void endAt(int end) {
        count++;
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count] = end;
    }

    private int end() {
        return count == 0 ? 0 : ends[count];
    }

    /** Returns the number of texts. */
    public int count() {
        return count;
    }

    /** Returns the memory that holds the texts; valid until the next is added. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns where a text starts. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index];
    }

    /** Returns where a text ends (exclusive). */
    public int end(int index) {
        return ends[index + 1];
    }
}
