package io.windhover.index.quantgraph;

import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.kernel.Memory;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import java.lang.foreign.MemorySegment;

/**
 * The part of an index file that is the graph, at an address that is a multiple of 64:
 *
 * <pre>
 *  0 int degree             12 int blocks of entry rows that there is room for
 *  4 int dims of a code     zeros up to 64
 *  8 int entry blocks
 * 64 the projection
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
    long bytes() {
        return entries() + (long) entryRoom * layout.blockBytes() + rowCount * layout.recordBytes();
    }

    /** Returns where the entry blocks begin. */
    private long entries() {
        return HEAD_BYTES + Projection.bytes(metric, rowDim);
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
        return sane && read(metric, rowDim, rowCount, part).bytes() == part.byteSize();
    }

    /** Writes the head. */
    void putHead(Projection projection, int entryBlocks) {
        long at = part.address();
        Memory.putInt(at, layout.degree());
        Memory.putInt(at + 4, layout.codebook().dims());
        Memory.putInt(at + 8, entryBlocks);
        Memory.putInt(at + 12, entryRoom);
        projection.writeTo(at + HEAD_BYTES);
    }

    Projection projection() {
        return Projection.read(metric, rowDim, part.address() + HEAD_BYTES);
    }

    /** Returns the records, with the entry blocks that the head names. */
    Records records() {
        return records(Memory.intAt(part.address() + 8));
    }

    /** Returns the records with the first {@code entryBlocks} entry blocks. */
    Records records(int entryBlocks) {
        long entries = part.address() + entries();
        return new Records(layout, entries, entryBlocks, entries + (long) entryRoom * layout.blockBytes());
    }
}
