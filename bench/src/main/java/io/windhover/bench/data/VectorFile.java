package io.windhover.bench.data;

import io.windhover.index.vector.VectorRows;
import io.windhover.index.vector.VectorType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of rows of 4-byte numbers, little-endian: int row count, int numbers a row, then the rows.
 *
 * @param rowCount rows in the file
 * @param width numbers a row
 * @param numbers the rows, mapped or in memory
 */
public record VectorFile(int rowCount, int width, MemorySegment numbers) {
    private static final long HEADER_BYTES = 8;

    /** Maps a file for as long as the process lives. */
    public static VectorFile map(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.global());
            int rowCount = all.get(ValueLayout.JAVA_INT, 0);
            return new VectorFile(rowCount, all.get(ValueLayout.JAVA_INT, 4), all.asSlice(HEADER_BYTES));
        }
    }

    /** Writes a file, replacing an old one. */
    public void write(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            channel.truncate(0);
            long bytes = 4L * rowCount * width;
            MemorySegment all = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + bytes, arena);
            all.set(ValueLayout.JAVA_INT, 0, rowCount);
            all.set(ValueLayout.JAVA_INT, 4, width);
            MemorySegment.copy(numbers, 0, all, HEADER_BYTES, bytes);
        }
    }

    /** Returns the first {@code count} rows as a column of floats. */
    public VectorRows rows(int count) {
        return new VectorRows(numbers, width, VectorType.FLOAT, Math.min(count, rowCount));
    }

    /** Returns the ints of a row. */
    public int[] ints(int row) {
        return numbers.asSlice(4L * row * width, 4L * width).toArray(ValueLayout.JAVA_INT);
    }

    /** Returns the floats of a row. */
    public float[] floats(int row) {
        return numbers.asSlice(4L * row * width, 4L * width).toArray(ValueLayout.JAVA_FLOAT);
    }
}
