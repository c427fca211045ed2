package io.windhover.index.kernel;

/**
 * Writes rows into blocks of 32: their numbers (ints, -1 for none), then what {@link CodeScan} reads. A row e is coded by
 * its direction from a point v that is near: with the code's point c and f = |e - v|^2 / ((e - v) c), the product
 * (q - v)(e - v) with a query q is estimated without bias by f (q - v) c. So the squared distance of e to q is that of v,
 * plus |e - v|^2 + 2 f v c (the offset), minus 2 f (the slope) times q c; and minus the inner product of e and q is that
 * of v, minus f (the slope) times q c. One thread's working memory.
 *
 * @see <a href="https://arxiv.org/abs/2405.12497">Gao, Long 2024 (RaBitQ)</a>, whose estimator this is
 * @see <a href="https://arxiv.org/abs/2411.12229">Gou and others 2025 (SymphonyQG)</a>, whose idea of codes beside links
 *     this is
 */
public final class BlockCoder {
    /** Bytes of the numbers of 32 rows. */
    public static final int IDS_BYTES = 4 * CodeScan.ROWS;

    private static final int CODE_BITS = 5;

    private final Codebook.Shape shape;
    private final int dim;
    private final VectorCoder coder;
    private final float[] difference;

    /** Makes room for vectors of {@code dim} elements. */
    public BlockCoder(Codebook codebook, int dim) {
        this.shape = codebook.shape(dim);
        this.dim = dim;
        this.coder = new VectorCoder(codebook, shape);
        this.difference = new float[coder.length()];
    }

    /** Returns the bytes of a block. */
    public static int blockBytes(Codebook codebook, int dim) {
        return IDS_BYTES + CodeScan.CODES_OFFSET + codebook.shape(dim).lines() * CodeScan.LINE_BYTES;
    }

    /** Returns where a block's part for {@link CodeScan} begins. */
    public static long scanned(long block) {
        return block + IDS_BYTES;
    }

    /** Returns the length of the arrays that the others take. */
    public int length() {
        return coder.length();
    }

    /** Writes a row whose estimates shall be squared distances; {@code from} is a point near it. */
    public void put(long block, int slot, int row, float[] from, float[] to) {
        float square = encode(from, to);
        float factor = factor(square);
        put(block, slot, row, square + 2 * factor * coder.product(from), -2 * factor);
    }

    /** Writes a row whose estimates shall be negative inner products; {@code from} is a point near it. */
    public void putForProducts(long block, int slot, int row, float[] from, float[] to) {
        put(block, slot, row, 0, -factor(encode(from, to)));
    }

    private float encode(float[] from, float[] to) {
        float square = VectorCoder.difference(to, from, difference);
        coder.encode(difference, square > 0 ? (float) Math.sqrt(dim / (double) square) : 0);
        return square;
    }

    private float factor(float square) {
        float along = coder.product(difference);
        return along > 0 ? square / along : 0;
    }

    private void put(long block, int slot, int row, float offset, float slope) {
        Memory.putInt(block + 4L * slot, row);
        long scanned = scanned(block);
        Memory.putFloat(scanned + 4L * slot, offset);
        Memory.putFloat(scanned + 4L * (CodeScan.ROWS + slot), slope);
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

    /** Writes that there is no row at {@code slot}: its estimate is always infinite. */
    public void putNone(long block, int slot) {
        Memory.putInt(block + 4L * slot, -1);
        long scanned = scanned(block);
        Memory.putFloat(scanned + 4L * slot, Float.POSITIVE_INFINITY);
        Memory.putFloat(scanned + 4L * (CodeScan.ROWS + slot), 0);
        for (int line = 0; line < shape.lines(); line++) {
            Memory.putShort(scanned + CodeScan.CODES_OFFSET + (long) line * CodeScan.LINE_BYTES + 2L * slot, (short) 0);
        }
    }
}
