package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.INT;

import io.windhover.index.block.SectionBuilder;
import io.windhover.model.DatabaseException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Texts in full: a u32 count n, n + 1 u32 offsets into the bytes that follow, the bytes.
 *
 * @param section as written by {@link #write}
 */
record TextDictionary(MemorySegment section) implements Dictionary {
    static MemorySegment write(byte[][] ascending, int count) {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += ascending[i].length;
        }
        SectionBuilder builder = new SectionBuilder(8L + 4L * count + bytes);
        builder.putInt(count);
        int offset = 0;
        builder.putInt(0);
        for (int i = 0; i < count; i++) {
            offset += ascending[i].length;
            builder.putInt(offset);
        }
        for (int i = 0; i < count; i++) {
            builder.putBytes(ascending[i], 0, ascending[i].length);
        }
        return builder.toSegment();
    }

    static byte[] utf8Of(ScalarKey key) {
        if (key instanceof ScalarKey.TextKey text) {
            return text.utf8();
        }
        throw DatabaseException.invalid("%s compared with text", key);
    }

    /** Compares bytes {@code from} to {@code to - 1} of a section with a text, as unsigned bytes. */
    static int compare(MemorySegment section, long from, long to, MemorySegment text) {
        long at = MemorySegment.mismatch(section, from, to, text, 0, text.byteSize());
        if (at < 0) {
            return 0;
        }
        if (at == to - from) {
            return -1;
        }
        if (at == text.byteSize()) {
            return 1;
        }
        return Byte.compareUnsigned(section.get(ValueLayout.JAVA_BYTE, from + at), text.get(ValueLayout.JAVA_BYTE, at));
    }

    @Override
    public int size() {
        return section.get(INT, 0);
    }

    @Override
    public int comparableSize() {
        return size();
    }

    @Override
    public int countBelow(ScalarKey key, boolean inclusive) {
        MemorySegment text = MemorySegment.ofArray(utf8Of(key));
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = compare(section, start(middle), start(middle + 1), text);
            if (order < 0 || inclusive && order == 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void forEach(int from, int to, Visitor visitor) {
        for (int ordinal = from; ordinal < to; ordinal++) {
            long start = start(ordinal);
            byte[] utf8 = section.asSlice(start, start(ordinal + 1) - start).toArray(ValueLayout.JAVA_BYTE);
            visitor.visit(ordinal, new ScalarKey.TextKey(utf8));
        }
    }

    private long start(int ordinal) {
        long bytesFrom = 8L + 4L * size();
        return bytesFrom + section.get(INT, 4L + 4L * ordinal);
    }
}
