package io.windhover.index.block;

import static io.windhover.index.block.LittleEndian.INT;
import static io.windhover.index.block.LittleEndian.LONG;

import io.windhover.index.ByteSink;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One serialised index: a kind, a version of that kind's format, and sections. All numbers are little-endian:
 *
 * <pre>
 *   0  u32  magic "WHIX"
 *   4  u32  kind, four letters
 *   8  u32  version
 *  12  u32  number of sections n
 *  16  u64  length of the whole block
 *  24  n x (u64 offset, u64 length); offsets are multiples of 8 from the start of the block
 *      sections, padded with zeros
 *  -8  u32  CRC32C of everything before, then u32 magic again
 * </pre>
 *
 * @param kind     what it is, four ASCII letters
 * @param version  of the kind's own format
 * @param sections the contents; read-only once here
 */
public record Block(int kind, int version, List<MemorySegment> sections) {
    private static final int MAGIC = 'W' | 'H' << 8 | 'I' << 16 | 'X' << 24;
    private static final int HEADER_BYTES = 24;
    private static final int TRAILER_BYTES = 8;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int SECTIONS_MAX = 64;

    /** Takes a copy of the list, not of the memory. */
    public Block {
        sections = List.copyOf(sections);
    }

    /** Returns the kind of four letters. */
    public static int kindOf(String letters) {
        return letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16 | letters.charAt(3) << 24;
    }

    /** Returns the length of the serialised form in bytes. */
    public long byteSize() {
        long end = tableEnd(sections.size());
        for (MemorySegment section : sections) {
            end += padded(section.byteSize());
        }
        return end + TRAILER_BYTES;
    }

    /** Writes the serialised form. */
    public void writeTo(ByteSink sink) {
        ChecksummedSink out = new ChecksummedSink(sink, new CRC32C());
        out.write(header());
        for (MemorySegment section : sections) {
            out.write(section);
            int padding = (int) (padded(section.byteSize()) - section.byteSize());
            if (padding > 0) {
                out.write(MemorySegment.ofArray(new byte[padding]));
            }
        }
        SectionBuilder trailer = new SectionBuilder(TRAILER_BYTES);
        trailer.putInt((int) out.checksum.getValue()).putInt(MAGIC);
        sink.write(trailer.toSegment());
    }

    /**
     * Opens a block in place; the result is valid as long as {@code bytes} is. Reads every byte once, for the checksum.
     *
     * @throws DatabaseException DATA_INTEGRITY if it is not a whole, unharmed block of this kind and version
     */
    public static Block open(MemorySegment bytes, int kind, int version) {
        long size = bytes.byteSize();
        check(size >= HEADER_BYTES + TRAILER_BYTES, "index block of %d bytes is cut short", size);
        check(bytes.get(INT, 0) == MAGIC, "index block has magic %x", bytes.get(INT, 0));
        check(bytes.get(LONG, 16) == size, "index block of %d bytes should have %d", size, bytes.get(LONG, 16));
        check(bytes.get(INT, size - 4) == MAGIC, "index block ends with magic %x", bytes.get(INT, size - 4));
        int stored = bytes.get(INT, size - TRAILER_BYTES);
        int computed = checksumOf(bytes.asSlice(0, size - TRAILER_BYTES));
        check(stored == computed, "index block has checksum %08x, computed %08x", stored, computed);
        check(bytes.get(INT, 4) == kind, "index block is of kind %x, not %x", bytes.get(INT, 4), kind);
        check(bytes.get(INT, 8) == version, "index block has version %d, not %d", bytes.get(INT, 8), version);
        int count = bytes.get(INT, 12);
        check(count >= 0 && count <= SECTIONS_MAX, "index block has %d sections", count);
        check(tableEnd(count) <= size - TRAILER_BYTES, "index block of %d bytes has %d sections", size, count);
        return new Block(kind, version, readSections(bytes, count));
    }

    private static List<MemorySegment> readSections(MemorySegment bytes, int count) {
        List<MemorySegment> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long offset = bytes.get(LONG, HEADER_BYTES + 16L * i);
            long length = bytes.get(LONG, HEADER_BYTES + 16L * i + 8);
            long limit = bytes.byteSize() - TRAILER_BYTES;
            check(
                    offset >= 0 && length >= 0 && length <= limit && offset <= limit - length,
                    "index section %d lies at %d, %d bytes",
                    i,
                    offset,
                    length);
            sections.add(bytes.asSlice(offset, length));
        }
        return sections;
    }

    /** Fails with DATA_INTEGRITY unless {@code condition} holds. */
    public static void check(boolean condition, String format, Object... values) {
        if (!condition) {
            throw new DatabaseException(ErrorCode.DATA_INTEGRITY, String.format(format, values));
        }
    }

    private MemorySegment header() {
        SectionBuilder header = new SectionBuilder(tableEnd(sections.size()));
        header.putInt(MAGIC)
                .putInt(kind)
                .putInt(version)
                .putInt(sections.size())
                .putLong(byteSize());
        long offset = tableEnd(sections.size());
        for (MemorySegment section : sections) {
            header.putLong(offset).putLong(section.byteSize());
            offset += padded(section.byteSize());
        }
        return header.toSegment();
    }

    private static long tableEnd(int sectionCount) {
        return HEADER_BYTES + 16L * sectionCount;
    }

    private static long padded(long bytes) {
        return (bytes + 7) & -8L;
    }

    private static int checksumOf(MemorySegment bytes) {
        CRC32C checksum = new CRC32C();
        update(checksum, bytes);
        return (int) checksum.getValue();
    }

    private static void update(CRC32C checksum, MemorySegment bytes) {
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, bytes.byteSize())];
        ByteBuffer whole = ByteBuffer.wrap(chunk);
        for (long at = 0; at < bytes.byteSize(); at += CHUNK_BYTES) {
            int length = (int) Math.min(CHUNK_BYTES, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
            checksum.update(whole.clear().limit(length));
        }
    }

    private record ChecksummedSink(ByteSink sink, CRC32C checksum) {
        void write(MemorySegment bytes) {
            update(checksum, bytes);
            sink.write(bytes);
        }
    }
}
