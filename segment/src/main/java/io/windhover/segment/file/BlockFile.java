package io.windhover.segment.file;

import io.windhover.segment.rows.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The frame of every file here, read: header, aligned blocks, directory, tail. Header, directory and tail are checked
 * when it is opened; a block when it is first touched. See docs/formats/segment.md.
 */
final class BlockFile {
    /**
     * A block as the directory has it.
     *
     * @param field  whose values
     * @param kind   {@link BlockKind#number}
     * @param width  bytes of one value, 0 = any
     * @param offset in the file
     * @param bytes  without padding
     * @param crc    CRC32C of the bytes
     */
    record Block(long field, int kind, int width, long offset, long bytes, int crc) {
        /** Bytes of an entry of the directory. */
        static final int ENTRY_BYTES = 40;
    }

    private final String name;
    private final MemorySegment file;
    private final long[] facts;
    private final List<Block> blocks;
    private final boolean[] verified;

    private BlockFile(String name, MemorySegment file, long[] facts, List<Block> blocks) {
        this.name = name;
        this.file = file;
        this.facts = facts;
        this.blocks = blocks;
        this.verified = new boolean[blocks.size()];
    }

    /**
     * Checks the frame of a file.
     *
     * @throws io.windhover.model.DatabaseException DATA_INTEGRITY naming file and part
     */
    static BlockFile open(String name, MemorySegment file, long magic) {
        if (file.byteSize() < FileFormat.HEADER_BYTES + FileFormat.TAIL_BYTES) {
            throw FileFormat.damaged(name, "length", file.byteSize() + " bytes are too few");
        }
        checkHeader(name, file, magic);
        MemorySegment tail = file.asSlice(file.byteSize() - FileFormat.TAIL_BYTES);
        if (tail.get(Layouts.LONG, 24) != magic) {
            throw FileFormat.damaged(name, "tail", "no end mark");
        }
        if (tail.get(Layouts.INT, 16) != Checksum.of(tail.asSlice(0, 16)) || tail.get(Layouts.INT, 20) != 0) {
            throw FileFormat.damaged(name, "tail", "wrong checksum");
        }
        long at = tail.get(Layouts.LONG, 0);
        long bytes = tail.get(Layouts.INT, 8);
        if (at < FileFormat.HEADER_BYTES || at + bytes + FileFormat.TAIL_BYTES != file.byteSize()) {
            throw FileFormat.damaged(name, "tail", "directory outside the file");
        }
        MemorySegment directory = file.asSlice(at, bytes);
        if (tail.get(Layouts.INT, 12) != Checksum.of(directory)) {
            throw FileFormat.damaged(name, "directory", "wrong checksum");
        }
        return parse(name, file, directory, at);
    }

    private static void checkHeader(String name, MemorySegment file, long magic) {
        if (file.get(Layouts.LONG, 0) != magic) {
            throw FileFormat.damaged(name, "header", "not a file of this kind");
        }
        if (file.get(Layouts.INT, 12) != Checksum.of(file.asSlice(0, 12))) {
            throw FileFormat.damaged(name, "header", "wrong checksum");
        }
        int version = file.get(Layouts.INT, 8);
        if (version != FileFormat.VERSION) {
            throw FileFormat.damaged(name, "header", "format version " + version + " is not known");
        }
    }

    private static BlockFile parse(String name, MemorySegment file, MemorySegment directory, long end) {
        int factCount = directory.get(Layouts.INT, 0);
        int blockCount = directory.get(Layouts.INT, 4);
        long expected = 8 + 8L * factCount + (long) Block.ENTRY_BYTES * blockCount;
        if (expected != directory.byteSize()) {
            throw FileFormat.damaged(name, "directory", "wrong length");
        }
        long[] facts = new long[factCount];
        for (int i = 0; i < factCount; i++) {
            facts[i] = directory.get(Layouts.LONG, 8 + 8L * i);
        }
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < blockCount; i++) {
            long at = 8 + 8L * factCount + (long) Block.ENTRY_BYTES * i;
            Block block = new Block(
                    directory.get(Layouts.LONG, at),
                    directory.get(Layouts.INT, at + 8),
                    directory.get(Layouts.INT, at + 12),
                    directory.get(Layouts.LONG, at + 16),
                    directory.get(Layouts.LONG, at + 24),
                    directory.get(Layouts.INT, at + 32));
            if (block.offset() < FileFormat.HEADER_BYTES || block.bytes() < 0 || block.offset() + block.bytes() > end) {
                throw FileFormat.damaged(name, "directory", "block outside the file");
            }
            blocks.add(block);
        }
        return new BlockFile(name, file, facts, blocks);
    }

    String name() {
        return name;
    }

    /** Returns the numbers that the writer stored about the whole. */
    long fact(int index) {
        return facts[index];
    }

    int factCount() {
        return facts.length;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Returns the index of a block, -1 if there is none. */
    int find(long field, BlockKind kind) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).field() == field && blocks.get(i).kind() == kind.number()) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns the bytes of a block, checked against its checksum the first time. Two threads may check the same block
     * at once; both come to the same result.
     *
     * @param part what the block is, for the message
     */
    MemorySegment bytes(int index, String part) {
        Block block = blocks.get(index);
        MemorySegment bytes = file.asSlice(block.offset(), block.bytes());
        if (!verified[index]) {
            if (Checksum.of(bytes) != block.crc()) {
                throw FileFormat.damaged(name, part, "wrong checksum");
            }
            verified[index] = true;
        }
        return bytes;
    }
}
