package io.windhover.index.quantgraph;

import io.windhover.index.kernel.CodeScan;
import io.windhover.index.kernel.Codebook;
import io.windhover.index.kernel.Memory;
import io.windhover.index.kernel.VectorCoder;

/**
 * Writes neighbours into blocks. A neighbour e of a row v is coded by the direction of e - v: with the code's point c and
 * f = |e - v|^2 / ((e - v) c), the product (q - v)(e - v) is estimated without bias by f (q - v) c, so the distance of e
 * to a query q is that of v, plus |e - v|^2 + 2 f v c (the offset), minus 2 f (the slope) times q c. One thread's working
 * memory.
 *
 * @see <a href="https://arxiv.org/abs/2405.12497">Gao, Long 2024 (RaBitQ)</a>, whose estimator this is
 * @see <a href="https://arxiv.org/abs/2411.12229">Gou and others 2025 (SymphonyQG)</a>, whose idea of codes beside links
 *     this is
 */
final class NeighbourCoder {
    private static final int CODE_BITS = 5;

    private final Codebook.Shape shape;
    private final int dim;
    private final VectorCoder coder;
    private final float[] difference;

    NeighbourCoder(Layout layout) {
        this.shape = layout.shape();
        this.dim = layout.dim();
        this.coder = new VectorCoder(layout.codebook(), shape);
        this.difference = new float[coder.length()];
    }

    /** Returns the length of the arrays that {@link #put} takes. */
    int length() {
        return coder.length();
    }

    /** Writes neighbour {@code slot}; {@code from} and {@code to} are the places of both rows. */
    void put(long block, int slot, int row, float[] from, float[] to) {
        float square = VectorCoder.difference(to, from, difference);
        coder.encode(difference, square > 0 ? (float) Math.sqrt(dim / (double) square) : 0);
        float along = coder.product(difference);
        float factor = along > 0 ? square / along : 0;
        Memory.putInt(block + 4L * slot, row);
        long scanned = Layout.scanned(block);
        Memory.putFloat(scanned + 4L * slot, square + 2 * factor * coder.product(from));
        Memory.putFloat(scanned + 4L * (CodeScan.ROWS + slot), -2 * factor);
        putCodes(scanned + CodeScan.CODES_OFFSET, slot);
    }

    private void putCodes(long lines, int slot) {
        for (int line = 0; line < shape.lines(); line++) {
            int first = line * Codebook.Shape.GROUPS_PER_LINE;
            int packed =
                    coder.code(first) | coder.code(first + 1) << CODE_BITS | coder.code(first + 2) << 2 * CODE_BITS;
            Memory.putShort(lines + (long) line * CodeScan.LINE_BYTES + 2L * slot, (short) packed);
        }
    }

    /** Writes that there is no neighbour at {@code slot}: its estimate is always infinite. */
    void putNone(long block, int slot) {
        Memory.putInt(block + 4L * slot, -1);
        long scanned = Layout.scanned(block);
        Memory.putFloat(scanned + 4L * slot, Float.POSITIVE_INFINITY);
        Memory.putFloat(scanned + 4L * (CodeScan.ROWS + slot), 0);
        for (int line = 0; line < shape.lines(); line++) {
            Memory.putShort(scanned + CodeScan.CODES_OFFSET + (long) line * CodeScan.LINE_BYTES + 2L * slot, (short) 0);
        }
    }
}
