package io.windhover.index.kernel;

/** Squared distances of a few hundred rows among each other. One thread's working memory. */
public final class PairTile {
    /** Rows that are compared with all at a time. */
    public static final int ROWS = Panels.ROWS;

    private final int dim;
    private final float[] rows;
    private final Panels panels;
    private int count;

    /** Makes room for {@code rowsMax} rows, a multiple of 64, of {@code dim} floats. */
    public PairTile(int dim, int rowsMax) {
        this.dim = dim;
        this.rows = new float[dim * (rowsMax + ROWS)];
        this.panels = new Panels(dim, rowsMax);
    }

    /** Forgets all rows. */
    public void clear() {
        count = 0;
        panels.clear();
    }

    /** Adds a row. */
    public void add(float[] row) {
        System.arraycopy(row, 0, rows, count * dim, dim);
        panels.add(row, 0);
        count++;
    }

    /**
     * Computes the distances of rows {@code first} to {@code first + 3} to all.
     *
     * @param out that of row {@code first + r} to row j at {@code r * rowsMax + j}; places beyond the rows have any values
     */
    public void distances(int first, float[] out) {
        panels.distances(rows, first * dim, out);
    }
}
