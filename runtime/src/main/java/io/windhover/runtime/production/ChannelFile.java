package io.windhover.runtime.production;

import io.windhover.runtime.port.Disk.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * An open file. Many small parts are gathered in one buffer outside the heap and written with one call; large ones
 * outside the heap are written from where they are.
 */
final class ChannelFile implements DiskFile {
    private static final int STAGING_BYTES = 256 << 10;
    private static final int DIRECT_BYTES = 64 << 10;
    private static final long CALL_BYTES_MAX = 1 << 30;

    private final Path path;
    private final FileChannel channel;
    private final Object lock = new Object();
    private ByteBuffer staging;

    ChannelFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public void write(long offset, MemorySegment bytes) {
        write(offset, List.of(bytes));
    }

    @Override
    public void write(long offset, List<MemorySegment> parts) {
        IoFailure.naming(path, () -> {
            // The lock guards the staging buffer; a file has one writer, so nobody waits here.
            synchronized (lock) {
                return gather(offset, parts);
            }
        });
    }

    private long gather(long offset, List<MemorySegment> parts) throws IOException {
        long at = offset;
        if (staging == null) {
            staging = ByteBuffer.allocateDirect(STAGING_BYTES);
        }
        staging.clear();
        for (MemorySegment part : parts) {
            if (part.isNative() && part.byteSize() >= DIRECT_BYTES) {
                at = flush(at);
                at = writeNative(at, part);
            } else {
                at = stage(at, part);
            }
        }
        return flush(at);
    }

    private long stage(long offset, MemorySegment part) throws IOException {
        long at = offset;
        for (long done = 0; done < part.byteSize(); ) {
            if (!staging.hasRemaining()) {
                at = flush(at);
            }
            int count = (int) Math.min(staging.remaining(), part.byteSize() - done);
            MemorySegment.ofBuffer(staging).copyFrom(part.asSlice(done, count));
            staging.position(staging.position() + count);
            done += count;
        }
        return at;
    }

    private long flush(long offset) throws IOException {
        staging.flip();
        long end = writeFully(offset, staging);
        staging.clear();
        return end;
    }

    private long writeNative(long offset, MemorySegment part) throws IOException {
        long at = offset;
        for (long done = 0; done < part.byteSize(); done += CALL_BYTES_MAX) {
            long count = Math.min(CALL_BYTES_MAX, part.byteSize() - done);
            at = writeFully(at, part.asSlice(done, count).asByteBuffer());
        }
        return at;
    }

    private long writeFully(long offset, ByteBuffer bytes) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        return at;
    }

    @Override
    public long read(long offset, MemorySegment target) {
        return IoFailure.naming(path, () -> target.isNative() ? readNative(offset, target) : readHeap(offset, target));
    }

    private long readNative(long offset, MemorySegment target) throws IOException {
        long done = 0;
        while (done < target.byteSize()) {
            long count = Math.min(CALL_BYTES_MAX, target.byteSize() - done);
            int got = channel.read(target.asSlice(done, count).asByteBuffer(), offset + done);
            if (got < 0) {
                break;
            }
            done += got;
        }
        return done;
    }

    private long readHeap(long offset, MemorySegment target) throws IOException {
        long size = Math.min(STAGING_BYTES, target.byteSize());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(Math.max(1, size));
            long done = 0;
            while (done < target.byteSize()) {
                long wanted = Math.min(size, target.byteSize() - done);
                long got = readNative(offset + done, buffer.asSlice(0, wanted));
                MemorySegment.copy(buffer, 0, target, done, got);
                done += got;
                if (got < wanted) {
                    break;
                }
            }
            return done;
        }
    }

    @Override
    public void force() {
        IoFailure.naming(path, () -> {
            channel.force(false);
            return path;
        });
    }

    @Override
    public long size() {
        return IoFailure.naming(path, channel::size);
    }

    @Override
    public void truncate(long size) {
        IoFailure.naming(path, () -> {
            if (size <= channel.size()) {
                channel.truncate(size);
            } else {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
            return path;
        });
    }

    @Override
    public void close() {
        IoFailure.naming(path, () -> {
            channel.close();
            return path;
        });
    }
}
