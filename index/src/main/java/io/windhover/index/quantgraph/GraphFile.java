package io.windhover.index.quantgraph;

import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.kernel.Memory;
import io.windhover.index.vector.Metric;
import java.lang.foreign.MemorySegment;

/**
 * The part of an index file that is the graph, at an address that is a multiple of 64:
 *
 * <pre>
 *  0 int degree             12 int blocks of entry rows that there is room for
 *  4 int dims of a code     16 float unit
 *  8 int entry blocks       20 float length, zeros up to 64
 * 64 the mean: {@code dim} floats, padded with zeros to a multiple of 64 bytes
 *    the entry blocks
 *    the records
 * </pre>
 *
 * @param metric what rows are compared by
 * @param rowDim elements of a row of the column
 * @param rowCount rows
 * @param layout of a record
 * @param entryRoom blocks of entry rows that there is room for
 * @param part the memory
 */
record GraphFile(Metric metric, int rowDim, int rowCount, Layout layout, int entryRoom, MemorySegment part) {
    private static final int HEAD_BYTES = 64;

    /** Returns the bytes of a graph. */
    static long bytes(Layout layout, int rowCount, int entryRoom) {
        return entries(layout) + (long) entryRoom * layout.blockBytes() + rowCount * layout.recordBytes();
    }

    private static long entries(Layout layout) {
        return HEAD_BYTES + (4L * layout.dim() + 63 & ~63L);
    }

    /** Reads the head of a graph; returns null sizes never: what does not add up is told by {@link #isSound}. */
    static GraphFile read(Metric metric, int rowDim, int rowCount, MemorySegment part) {
        long at = part.address();
        Codebook codebook = Codebook.of(Memory.intAt(at + 4));
        Layout layout = Layout.of(Projection.dim(metric, rowDim), codebook, Memory.intAt(at));
        return new GraphFile(metric, rowDim, rowCount, layout, Memory.intAt(at + 12), part);
    }

    /** Returns whether a head is one of ours and its sizes add up to the memory; contents are vouched for by a checksum. */
    static boolean isSound(Metric metric, int rowDim, int rowCount, MemorySegment part) {
        if (part.byteSize() < HEAD_BYTES || part.address() % 4 != 0) {
            return false;
        }
        long at = part.address();
        int degree = Memory.intAt(at);
        int dims = Memory.intAt(at + 4);
        int entryBlocks = Memory.intAt(at + 8);
        int room = Memory.intAt(at + 12);
        boolean sane = degree > 0
                && degree % CodeScan.ROWS == 0
                && (dims == 2 || dims == 3 || dims == 5)
                && entryBlocks >= 0
                && entryBlocks <= room;
        return sane && bytes(read(metric, rowDim, rowCount, part).layout, rowCount, room) == part.byteSize();
    }

    /** Writes the head. */
    void putHead(Projection projection, int entryBlocks) {
        long at = part.address();
        Memory.putInt(at, layout.degree());
        Memory.putInt(at + 4, layout.codebook().dims());
        Memory.putInt(at + 8, entryBlocks);
        Memory.putInt(at + 12, entryRoom);
        Memory.putFloat(at + 16, projection.measures().unit());
        Memory.putFloat(at + 20, projection.measures().length());
        for (int d = 0; d < layout.dim(); d++) {
            Memory.putFloat(at + HEAD_BYTES + 4L * d, projection.measures().mean()[d]);
        }
    }

    Projection projection() {
        long at = part.address();
        float[] mean = new float[layout.dim()];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = Memory.floatAt(at + HEAD_BYTES + 4L * d);
        }
        Projection.Measures measures = new Projection.Measures(mean, Memory.floatAt(at + 16), Memory.floatAt(at + 20));
        return new Projection(metric, rowDim, measures);
    }

    /** Returns the records, with the entry blocks that the head names. */
    Records records() {
        return records(Memory.intAt(part.address() + 8));
    }

    /** Returns the records with the first {@code entryBlocks} entry blocks. */
    Records records(int entryBlocks) {
        long entries = part.address() + entries(layout);
        return new Records(layout, entries, entryBlocks, entries + (long) entryRoom * layout.blockBytes());
    }
}
