package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.INT;

import io.windhover.index.bits.Bits;
import io.windhover.index.block.SectionBuilder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Rows as varint gaps: u32 count n of values, n + 1 u32 byte offsets from the start of the section, and per value the
 * first row and then the distance of each row to the one before, less one.
 *
 * @param section as written by {@link #write}
 */
record PackedPostings(MemorySegment section) implements Postings {
    static MemorySegment write(Inversion inversion) {
        int values = inversion.distinctCount();
        SectionBuilder builder = new SectionBuilder(8L + 4L * values + 2L * inversion.postingCount());
        builder.putInt(values);
        for (int ordinal = 0; ordinal <= values; ordinal++) {
            builder.putInt(0);
        }
        for (int ordinal = 0; ordinal < values; ordinal++) {
            builder.replaceInt(4 + 4 * ordinal, builder.size());
            int previous = -1;
            for (int i = inversion.start(ordinal); i < inversion.start(ordinal + 1); i++) {
                builder.putVarint(inversion.row(i) - previous - 1);
                previous = inversion.row(i);
            }
        }
        builder.replaceInt(4 + 4 * values, builder.size());
        return builder.toSegment();
    }

    @Override
    public void addTo(int from, int to, Bits rows) {
        long at = offset(from);
        for (int ordinal = from; ordinal < to; ordinal++) {
            long end = offset(ordinal + 1);
            int row = -1;
            while (at < end) {
                int gap = 0;
                int shift = 0;
                byte next = section.get(ValueLayout.JAVA_BYTE, at++);
                while (next < 0) {
                    gap |= (next & 0x7f) << shift;
                    shift += 7;
                    next = section.get(ValueLayout.JAVA_BYTE, at++);
                }
                row += (gap | next << shift) + 1;
                rows.set(row);
            }
        }
    }

    private long offset(int ordinal) {
        return section.get(INT, 4L + 4L * ordinal);
    }
}
