package io.windhover.segment.file;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/** CRC32C of memory of any size. */
final class Checksum {
    private static final long PIECE = 1L << 30;

    private Checksum() {}

    static int of(MemorySegment bytes) {
        CRC32C crc = new CRC32C();
        add(crc, bytes);
        return (int) crc.getValue();
    }

    static void add(CRC32C crc, MemorySegment bytes) {
        for (long at = 0; at < bytes.byteSize(); at += PIECE) {
            crc.update(bytes.asSlice(at, Math.min(PIECE, bytes.byteSize() - at)).asByteBuffer());
        }
    }
}
