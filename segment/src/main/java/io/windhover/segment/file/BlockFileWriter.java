package io.windhover.segment.file;

import io.windhover.model.Invariant;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.rows.ByteBuilder;
import io.windhover.segment.rows.Layouts;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes the frame of every file here: header, aligned blocks one after the other, directory, tail. The caller commits
 * the object.
 */
final class BlockFileWriter {
    private static final int BUFFER_BYTES = 1 << 20;
    /** What most small files need; the buffer grows from here. */
    private static final int FIRST_BUFFER_BYTES = 16 << 10;
    /** A piece of at least this size goes out from where it is, without a copy. */
    private static final int WHOLE_BYTES = 64 << 10;

    private final ObjectWriter out;
    private final long magic;
    private MemorySegment buffer = MemorySegment.ofArray(new byte[FIRST_BUFFER_BYTES]);
    private final List<BlockFile.Block> blocks = new ArrayList<>();
    private int buffered;
    private CRC32C crc = new CRC32C();
    private long blockOffset;
    private long position;

    BlockFileWriter(ObjectWriter out, long magic) {
        this.out = out;
        this.magic = magic;
        MemorySegment header = MemorySegment.ofArray(new byte[FileFormat.HEADER_BYTES]);
        header.set(Layouts.LONG, 0, magic);
        header.set(Layouts.INT, 8, FileFormat.VERSION);
        header.set(Layouts.INT, 12, Checksum.of(header.asSlice(0, 12)));
        emit(header);
    }

    private void emit(MemorySegment bytes) {
        out.write(bytes);
        position += bytes.byteSize();
    }

    /** Starts a block at the next aligned place. */
    void beginBlock() {
        Invariant.check(buffered == 0, "a block is still open");
        int padding = (int) (-position & FileFormat.ALIGNMENT - 1);
        if (padding > 0) {
            emit(MemorySegment.ofArray(new byte[padding]));
        }
        blockOffset = position;
        crc = new CRC32C();
    }

    /** Ends the block. */
    void endBlock(long field, BlockKind kind, int width) {
        flush();
        blocks.add(new BlockFile.Block(
                field, kind.number(), width, blockOffset, position - blockOffset, (int) crc.getValue()));
    }

    private void flush() {
        if (buffered > 0) {
            MemorySegment bytes = buffer.asSlice(0, buffered);
            Checksum.add(crc, bytes);
            emit(bytes);
            buffered = 0;
        }
    }

    /** Adds bytes to the open block. */
    void put(MemorySegment bytes) {
        if (bytes.byteSize() >= WHOLE_BYTES) {
            flush();
            Checksum.add(crc, bytes);
            emit(bytes);
            return;
        }
        MemorySegment target = room((int) bytes.byteSize());
        MemorySegment.copy(bytes, 0, target, buffered - bytes.byteSize(), bytes.byteSize());
    }

    /** Adds a number to the open block. */
    void putLong(long value) {
        room(Long.BYTES).set(Layouts.LONG, buffered - Long.BYTES, value);
    }

    /** Adds numbers to the open block. */
    void putLongs(long[] values) {
        for (int done = 0; done < values.length; ) {
            int count = Math.min(values.length - done, BUFFER_BYTES / Long.BYTES);
            MemorySegment target = room(count * Long.BYTES);
            MemorySegment.copy(values, done, target, Layouts.LONG, buffered - (long) count * Long.BYTES, count);
            done += count;
        }
    }

    /** Makes the next {@code bytes} bytes of the buffer part of the block; they end at {@code buffered}. */
    private MemorySegment room(int bytes) {
        if (buffered + bytes > BUFFER_BYTES) {
            flush();
        }
        while (buffered + bytes > buffer.byteSize()) {
            MemorySegment larger = MemorySegment.ofArray(new byte[(int) buffer.byteSize() * 2]);
            buffer = larger.copyFrom(buffer);
        }
        buffered += bytes;
        return buffer;
    }

    /** Writes directory and tail; returns the bytes of the whole file. */
    long finish(long... facts) {
        ByteBuilder directory = new ByteBuilder(1024);
        directory.putInt(facts.length);
        directory.putInt(blocks.size());
        for (long fact : facts) {
            directory.putLong(fact);
        }
        for (BlockFile.Block block : blocks) {
            directory.putLong(block.field());
            directory.putInt(block.kind());
            directory.putInt(block.width());
            directory.putLong(block.offset());
            directory.putLong(block.bytes());
            directory.putInt(block.crc());
            directory.putInt(0);
        }
        MemorySegment bytes = MemorySegment.ofArray(directory.toArray());
        MemorySegment tail = MemorySegment.ofArray(new byte[FileFormat.TAIL_BYTES]);
        tail.set(Layouts.LONG, 0, position);
        tail.set(Layouts.INT, 8, (int) bytes.byteSize());
        tail.set(Layouts.INT, 12, Checksum.of(bytes));
        tail.set(Layouts.INT, 16, Checksum.of(tail.asSlice(0, 16)));
        tail.set(Layouts.LONG, 24, magic);
        emit(bytes);
        emit(tail);
        return position;
    }
}
