package io.windhover.index.quantgraph;

import io.windhover.index.kernel.BlockCoder;
import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.kernel.SimdBytes;

/**
 * Where things are in a record, the one place in memory that a walk reads of a row:
 *
 * <pre>
 * the row itself: signed bytes, padded with zeros to a multiple of 16, float worth of a byte, float square of the length,
 *                 padded with zeros to a multiple of 64
 * for each 32 neighbours: 32 ints rows (-1 for none), then a block of {@link CodeScan}
 * </pre>
 *
 * @param dim of the graph's own space
 * @param codebook of the neighbours' codes
 * @param degree neighbours, a multiple of 32
 * @param paddedDim elements of a row in a record
 * @param rowBytes bytes of the row itself
 * @param blockBytes bytes of 32 neighbours
 */
record Layout(int dim, Codebook codebook, int degree, int paddedDim, int rowBytes, int blockBytes) {
    private static final int LINE = 64;

    static Layout of(int dim, Codebook codebook, int degree) {
        int paddedDim = (dim + SimdBytes.ALIGN - 1) / SimdBytes.ALIGN * SimdBytes.ALIGN;
        int rowBytes = (paddedDim + 8 + LINE - 1) / LINE * LINE;
        return new Layout(dim, codebook, degree, paddedDim, rowBytes, BlockCoder.blockBytes(codebook, dim));
    }

    /** Returns how a code is arranged. */
    Codebook.Shape shape() {
        return codebook.shape(dim);
    }

    /** Returns the bytes of a record. */
    long recordBytes() {
        return rowBytes + (long) (degree / CodeScan.ROWS) * blockBytes;
    }
}
