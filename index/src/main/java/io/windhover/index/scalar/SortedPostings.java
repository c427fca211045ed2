package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.INT;

import io.windhover.index.bits.Bits;
import io.windhover.index.block.SectionBuilder;
import java.lang.foreign.MemorySegment;

/**
 * Rows as plain u32 in the order of their values: u32 count n of values, n + 1 u32 starts, the rows.
 *
 * @param section as written by {@link #write}
 */
record SortedPostings(MemorySegment section) implements Postings {
    static MemorySegment write(Inversion inversion) {
        int values = inversion.distinctCount();
        SectionBuilder builder = new SectionBuilder(8L + 4L * values + 4L * inversion.postingCount());
        builder.putInt(values);
        for (int ordinal = 0; ordinal <= values; ordinal++) {
            builder.putInt(inversion.start(ordinal));
        }
        for (int i = 0; i < inversion.postingCount(); i++) {
            builder.putInt(inversion.row(i));
        }
        return builder.toSegment();
    }

    @Override
    public void addTo(int from, int to, Bits rows) {
        long rowsFrom = 8L + 4L * section.get(INT, 0);
        int end = start(to);
        for (int i = start(from); i < end; i++) {
            rows.set(section.get(INT, rowsFrom + 4L * i));
        }
    }

    private int start(int ordinal) {
        return section.get(INT, 4L + 4L * ordinal);
    }
}
