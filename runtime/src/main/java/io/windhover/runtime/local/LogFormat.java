package io.windhover.runtime.local;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a log file, little endian. A file begins with 48 bytes: magic, sequence number, sequence number of the
 * file before, the offset where that one's valid records end, number of the last group before, CRC32C. Records follow, each at a multiple of eight:
 * CRC32C (4) of all that follows it, payload length (4), group number (8) whose top bit marks the last record of its
 * group, a mark made from the file's sequence number (4), zero (4), payload.
 */
final class LogFormat {
    static final int FILE_HEADER_BYTES = 48;
    static final int RECORD_HEADER_BYTES = 24;
    static final long PAYLOAD_BYTES_MAX = 1L << 30;

    private static final long FILE_MAGIC = 0x31_30_47_4F_4C_4B_48_57L;
    private static final int RECORD_MAGIC = 0x52_4C_48_57;
    private static final long GROUP_END = 1L << 63;
    private static final int PIECE_BYTES = 16 << 10;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LogFormat() {}

    /** What a file's first bytes say. {@code previous} = 0 for the first file. */
    record FileHeader(long sequence, long previous, long previousEnd, long groupBefore) {}

    /** A record's header as found in a file. */
    record RecordHeader(int payloadBytes, long group, boolean groupEnd) {}

    static String fileName(String folder, long sequence) {
        return String.format("%s/%016x.log", folder, sequence);
    }

    /** Returns the sequence number in a file name, or -1 if it is not the name of a log file. */
    static long sequence(String fileName) {
        String name = fileName.substring(fileName.lastIndexOf('/') + 1);
        if (name.length() != 20 || !name.endsWith(".log")) {
            return -1;
        }
        try {
            return Long.parseLong(name, 0, 16, 16);
        } catch (NumberFormatException ignored) {
            return -1;
        }
    }

    static MemorySegment encode(FileHeader header) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[FILE_HEADER_BYTES]);
        bytes.set(LONG, 0, FILE_MAGIC);
        bytes.set(LONG, 8, header.sequence());
        bytes.set(LONG, 16, header.previous());
        bytes.set(LONG, 24, header.previousEnd());
        bytes.set(LONG, 32, header.groupBefore());
        bytes.set(INT, 40, crc(bytes.asSlice(0, 40)));
        return bytes;
    }

    /** Returns the file header, or null if it is not whole. */
    static FileHeader fileHeader(MemorySegment file, long sequence) {
        if (file.byteSize() < FILE_HEADER_BYTES || file.get(LONG, 0) != FILE_MAGIC) {
            return null;
        }
        boolean whole = file.get(INT, 40) == crc(file.asSlice(0, 40)) && file.get(LONG, 8) == sequence;
        return whole ? new FileHeader(sequence, file.get(LONG, 16), file.get(LONG, 24), file.get(LONG, 32)) : null;
    }

    /** Writes a record header into {@code target}. */
    static void encode(MemorySegment target, long sequence, RecordHeader header, List<MemorySegment> parts) {
        target.set(INT, 4, header.payloadBytes());
        target.set(LONG, 8, header.group() | (header.groupEnd() ? GROUP_END : 0));
        target.set(INT, 16, mark(sequence));
        target.set(INT, 20, 0);
        CRC32C crc = new CRC32C();
        update(crc, target.asSlice(4, RECORD_HEADER_BYTES - 4L));
        for (MemorySegment part : parts) {
            update(crc, part);
        }
        target.set(INT, 0, (int) crc.getValue());
    }

    /** Returns the record header at {@code offset}, or null if no whole record is there. */
    static RecordHeader recordHeader(MemorySegment file, long sequence, long offset) {
        if (offset + RECORD_HEADER_BYTES > file.byteSize() || file.get(INT, offset + 16) != mark(sequence)) {
            return null;
        }
        int bytes = file.get(INT, offset + 4);
        if (bytes < 0 || offset + RECORD_HEADER_BYTES + bytes > file.byteSize()) {
            return null;
        }
        if (file.get(INT, offset) != crc(file.asSlice(offset + 4, RECORD_HEADER_BYTES - 4L + bytes))) {
            return null;
        }
        long group = file.get(LONG, offset + 8);
        return new RecordHeader(bytes, group & ~GROUP_END, (group & GROUP_END) != 0);
    }

    /** Returns the space of a record: header, payload and filling to a multiple of eight. */
    static long recordBytes(long payloadBytes) {
        return (RECORD_HEADER_BYTES + payloadBytes + 7) & ~7L;
    }

    private static int mark(long sequence) {
        return RECORD_MAGIC ^ Long.hashCode(sequence * 0x9E37_79B9_7F4A_7C15L);
    }

    static int crc(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        update(crc, bytes);
        return (int) crc.getValue();
    }

    private static void update(CRC32C crc, MemorySegment bytes) {
        boolean wraps = bytes.isNative() || bytes.heapBase().orElse(null) instanceof byte[];
        if (wraps) {
            crc.update(bytes.asByteBuffer());
        } else {
            updateCopied(crc, bytes);
        }
    }

    /** The checksum takes bytes only; arrays of other types go through a small array of bytes. */
    private static void updateCopied(CRC32C crc, MemorySegment values) {
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, values.byteSize())];
        for (long at = 0; at < values.byteSize(); at += piece.length) {
            int count = (int) Math.min(piece.length, values.byteSize() - at);
            MemorySegment.copy(values, ValueLayout.JAVA_BYTE, at, piece, 0, count);
            crc.update(piece, 0, count);
        }
    }
}
