package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.INT;

import io.windhover.index.block.SectionBuilder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Texts in groups of sixteen; within a group each text is stored as the length that it shares with the one before and
 * the rest. The section: u32 count n, one u32 offset per group, then per text varint shared length, varint length of
 * the rest, the rest. The first text of a group shares nothing, so groups are searched by their first texts.
 *
 * @param section as written by {@link #write}
 */
record FrontCodedDictionary(MemorySegment section) implements Dictionary {
    private static final int GROUP = 16;

    static MemorySegment write(byte[][] ascending, int count) {
        int groups = (count + GROUP - 1) / GROUP;
        SectionBuilder builder = new SectionBuilder(4L + 4L * groups + 16L * count);
        builder.putInt(count);
        for (int group = 0; group < groups; group++) {
            builder.putInt(0);
        }
        for (int i = 0; i < count; i++) {
            byte[] text = ascending[i];
            int shared = 0;
            if (i % GROUP == 0) {
                builder.replaceInt(4 + 4 * (i / GROUP), builder.size());
            } else {
                int mismatch = Arrays.mismatch(ascending[i - 1], text);
                shared = mismatch < 0 ? text.length : mismatch;
            }
            builder.putVarint(shared).putVarint(text.length - shared).putBytes(text, shared, text.length);
        }
        return builder.toSegment();
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
        byte[] text = TextDictionary.utf8Of(key);
        int group = groupsBelow(MemorySegment.ofArray(text), inclusive) - 1;
        if (group < 0) {
            return 0;
        }
        int ordinal = group * GROUP;
        int end = Math.min(size(), ordinal + GROUP);
        Cursor cursor = new Cursor(section, groupStart(group));
        while (ordinal < end) {
            cursor.next();
            int order = Arrays.compareUnsigned(cursor.text, 0, cursor.length, text, 0, text.length);
            if (order > 0 || order == 0 && !inclusive) {
                break;
            }
            ordinal++;
        }
        return ordinal;
    }

    /** Returns the number of groups whose first text is less, or also equal. */
    private int groupsBelow(MemorySegment text, boolean inclusive) {
        int low = 0;
        int high = (size() + GROUP - 1) / GROUP;
        while (low < high) {
            int middle = (low + high) >>> 1;
            Cursor head = new Cursor(section, groupStart(middle));
            head.skipToRest();
            int order = TextDictionary.compare(section, head.at, head.at + head.rest, text);
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
        if (from >= to) {
            return;
        }
        Cursor cursor = new Cursor(section, groupStart(from / GROUP));
        for (int ordinal = from - from % GROUP; ordinal < to; ordinal++) {
            cursor.next();
            if (ordinal >= from) {
                visitor.visit(ordinal, new ScalarKey.TextKey(Arrays.copyOf(cursor.text, cursor.length)));
            }
        }
    }

    private long groupStart(int group) {
        return section.get(INT, 4L + 4L * group);
    }

    /** Walks the texts in order; the first one of a group replaces what came before, so it may run across groups. */
    private static final class Cursor {
        private final MemorySegment section;
        private long at;
        private byte[] text = new byte[64];
        private int length;
        private int shared;
        private int rest;

        private Cursor(MemorySegment section, long at) {
            this.section = section;
            this.at = at;
        }

        private void skipToRest() {
            shared = varint();
            rest = varint();
        }

        private void next() {
            skipToRest();
            if (text.length < shared + rest) {
                text = Arrays.copyOf(text, 2 * (shared + rest));
            }
            MemorySegment.copy(section, ValueLayout.JAVA_BYTE, at, text, shared, rest);
            at += rest;
            length = shared + rest;
        }

        private int varint() {
            int value = 0;
            int shift = 0;
            byte next = section.get(ValueLayout.JAVA_BYTE, at++);
            while (next < 0) {
                value |= (next & 0x7f) << shift;
                shift += 7;
                next = section.get(ValueLayout.JAVA_BYTE, at++);
            }
            return value | next << shift;
        }
    }
}
