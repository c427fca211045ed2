package io.windhover.index.scalar;

import static io.windhover.index.block.LittleEndian.INT;
import static io.windhover.index.block.LittleEndian.LONG;

import io.windhover.index.bits.Bits;
import io.windhover.index.block.SectionBuilder;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.roaringbitmap.BatchIterator;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/**
 * Rows as one bitmap per value: u32 count n of values, n + 1 u32 byte offsets from the start of the section, the
 * bitmaps. A bitmap is in Roaring's portable form or, if the value is so frequent that this is not larger, u32 0 and
 * then one bit per row in 64-bit words, which are combined without unpacking.
 *
 * @param section as written by {@link #write}
 * @see <a href="https://github.com/RoaringBitmap/RoaringFormatSpec">the portable form</a>
 */
record BitmapPostings(MemorySegment section) implements Postings {
    private static final int BATCH_ROWS = 256;

    /** Roaring takes two bytes for each row of a value that fewer than one in sixteen rows have, an eighth at most. */
    private static final int DENSE_ONE_IN = 16;

    /** What words begin with; Roaring's form never begins so. */
    private static final int WORDS = 0;

    static MemorySegment write(Inversion inversion, int rowCount) {
        int values = inversion.distinctCount();
        SectionBuilder builder = new SectionBuilder(8L + 24L * values);
        builder.putInt(values);
        for (int ordinal = 0; ordinal <= values; ordinal++) {
            builder.putInt(0);
        }
        for (int ordinal = 0; ordinal < values; ordinal++) {
            builder.replaceInt(4 + 4 * ordinal, builder.size());
            int valueRows = inversion.start(ordinal + 1) - inversion.start(ordinal);
            if ((long) valueRows * DENSE_ONE_IN >= rowCount) {
                putWords(builder, inversion, ordinal, rowCount);
            } else {
                byte[] bitmap = serialise(inversion, ordinal);
                builder.putBytes(bitmap, 0, bitmap.length);
            }
        }
        builder.replaceInt(4 + 4 * values, builder.size());
        return builder.toSegment();
    }

    private static void putWords(SectionBuilder builder, Inversion inversion, int ordinal, int rowCount) {
        Bits rows = new Bits(rowCount);
        for (int i = inversion.start(ordinal); i < inversion.start(ordinal + 1); i++) {
            rows.set(inversion.row(i));
        }
        builder.putInt(WORDS);
        for (long word : rows.words()) {
            builder.putLong(word);
        }
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
            MemorySegment bitmap = section.asSlice(start, offset(ordinal + 1) - start);
            if (bitmap.get(INT, 0) == WORDS) {
                addWords(bitmap, rows.words());
            } else {
                addRoaring(new ImmutableRoaringBitmap(bitmap.asByteBuffer()), rows.words(), batch);
            }
        }
    }

    private static void addWords(MemorySegment bitmap, long[] words) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= bitmap.get(LONG, 4 + 8L * i);
        }
    }

    private static void addRoaring(ImmutableRoaringBitmap bitmap, long[] words, int[] batch) {
        BatchIterator iterator = bitmap.getBatchIterator();
        while (iterator.hasNext()) {
            int count = iterator.nextBatch(batch);
            for (int i = 0; i < count; i++) {
                words[batch[i] >>> 6] |= 1L << batch[i];
            }
        }
    }

    private long offset(int ordinal) {
        return section.get(INT, 4L + 4L * ordinal);
    }
}
