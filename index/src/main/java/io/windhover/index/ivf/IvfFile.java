package io.windhover.index.ivf;

import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.kernel.Memory;
import io.windhover.index.space.Projection;
import io.windhover.index.vector.Metric;
import java.lang.foreign.MemorySegment;

/**
 * The part of an index file that is the inverted file, at an address that is a multiple of 64:
 *
 * <pre>
 *  0 int lists              8 int blocks
 *  4 int dims of a code     zeros up to 64
 * 64 the projection
 *    the centroids: {@code paddedDim} floats each
 *    blocks of {@link BlockCoder} with the centroids, coded from the origin
 *    {@code lists + 1} ints: the first block of each list, padded with zeros to a multiple of 64 bytes
 *    the blocks, of {@link BlockCoder}
 * </pre>
 *
 * @param metric what rows are compared by
 * @param rowDim elements of a row of the column
 * @param lists how many there are
 * @param codebook of the rows' codes
 * @param blocks of all lists
 */
record IvfFile(Metric metric, int rowDim, int lists, Codebook codebook, int blocks) {
    private static final int HEAD_BYTES = 64;
    private static final int LINE = 64;

    /** Returns the dimension of the own space. */
    int dim() {
        return Projection.dim(metric, rowDim);
    }

    /** Returns the elements of a centroid. */
    int paddedDim() {
        return (dim() + LINE / Float.BYTES - 1) / (LINE / Float.BYTES) * (LINE / Float.BYTES);
    }

    int blockBytes() {
        return BlockCoder.blockBytes(codebook, dim());
    }

    static long projection(MemorySegment part) {
        return part.address() + HEAD_BYTES;
    }

    private long centroidsAt() {
        return HEAD_BYTES + Projection.bytes(metric, rowDim);
    }

    private long centroidBlocksAt() {
        return centroidsAt() + 4L * lists * paddedDim();
    }

    /** Returns how many blocks the centroids take. */
    int centroidBlocks() {
        return (lists + CodeScan.ROWS - 1) / CodeScan.ROWS;
    }

    private long startsAt() {
        return centroidBlocksAt() + (long) centroidBlocks() * blockBytes();
    }

    private long blocksAt() {
        return startsAt() + (4L * (lists + 1) + LINE - 1) / LINE * LINE;
    }

    /** Returns where the centroids begin. */
    long centroids(MemorySegment part) {
        return part.address() + centroidsAt();
    }

    /** Returns where the blocks of the centroids begin. */
    long centroidBlocks(MemorySegment part) {
        return part.address() + centroidBlocksAt();
    }

    /** Returns where the first block of each list is noted. */
    long starts(MemorySegment part) {
        return part.address() + startsAt();
    }

    /** Returns where the blocks begin. */
    long blocks(MemorySegment part) {
        return part.address() + blocksAt();
    }

    /** Returns the bytes of all. */
    long bytes() {
        return blocksAt() + (long) blocks * blockBytes();
    }

    void putHead(MemorySegment part) {
        Memory.putInt(part.address(), lists);
        Memory.putInt(part.address() + 4, codebook.dims());
        Memory.putInt(part.address() + 8, blocks);
    }

    static IvfFile read(Metric metric, int rowDim, MemorySegment part) {
        long at = part.address();
        return new IvfFile(metric, rowDim, Memory.intAt(at), Codebook.of(Memory.intAt(at + 4)), Memory.intAt(at + 8));
    }

    /** Returns whether a head is one of ours and its sizes add up to the memory; contents are vouched for by a checksum. */
    static boolean isSound(Metric metric, int rowDim, MemorySegment part) {
        if (part.byteSize() < HEAD_BYTES || part.address() % 4 != 0) {
            return false;
        }
        int dims = Memory.intAt(part.address() + 4);
        return Memory.intAt(part.address()) > 0
                && (dims == 2 || dims == 3 || dims == 5)
                && Memory.intAt(part.address() + 8) >= 0
                && read(metric, rowDim, part).bytes() == part.byteSize();
    }
}
