package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.INT;

import io.windhover.index.bits.Bits;
import io.windhover.index.block.SectionBuilder;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/**
 * Rows as one Roaring bitmap per value, in Roaring's portable form: u32 count n of values, n + 1 u32 byte offsets from
 * the start of the section, the bitmaps.
 *
 * @param section as written by {@link #write}
 * @see <a href="https://github.com/RoaringBitmap/RoaringFormatSpec">the portable form</a>
 */
record BitmapPostings(MemorySegment section) implements Postings {
    private static final int BATCH_ROWS = 256;

    static MemorySegment write(Inversion inversion) {
        int values = inversion.distinctCount();
        SectionBuilder builder = new SectionBuilder(8L + 24L * values);
        builder.putInt(values);
        for (int ordinal = 0; ordinal <= values; ordinal++) {
            builder.putInt(0);
        }
        for (int ordinal = 0; ordinal < values; ordinal++) {
            builder.replaceInt(4 + 4 * ordinal, builder.size());
            byte[] bitmap = serialise(inversion, ordinal);
            builder.putBytes(bitmap, 0, bitmap.length);
        }
        builder.replaceInt(4 + 4 * values, builder.size());
        return builder.toSegment();
    }

    private static byte[] serialise(Inversion inversion, int ordinal) {
        RoaringBitmapWriter<RoaringBitmap> writer =
                RoaringBitmapWriter.writer().runCompress(true).get();
        for (int i = inversion.start(ordinal); i < inversion.start(ordinal + 1); i++) {
            writer.add(inversion.row(i));
        }
        RoaringBitmap bitmap = writer.get();
        ByteBuffer bytes = ByteBuffer.allocate(bitmap.serializedSizeInBytes()).order(ByteOrder.LITTLE_ENDIAN);
        bitmap.serialize(bytes);
        return bytes.array();
    }

    @Override
    public void addTo(int from, int to, Bits rows) {
        int[] batch = new int[BATCH_ROWS];
        for (int ordinal = from; ordinal < to; ordinal++) {
            long start = offset(ordinal);
            ByteBuffer bytes =
                    section.asSlice(start, offset(ordinal + 1) - start).asByteBuffer();
            var iterator = new ImmutableRoaringBitmap(bytes).getBatchIterator();
            while (iterator.hasNext()) {
                int count = iterator.nextBatch(batch);
                for (int i = 0; i < count; i++) {
                    rows.set(batch[i]);
                }
            }
        }
    }

    private long offset(int ordinal) {
        return section.get(INT, 4L + 4L * ordinal);
    }
}
