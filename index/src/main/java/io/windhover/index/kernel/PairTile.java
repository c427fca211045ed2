package io.windhover.index.kernel;

import io.windhover.model.SizeExempt;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squared distances of a few hundred rows among each other, four rows at a time to all. The rows are kept as they are and
 * in panels of some columns, dimension by dimension, so that eight sums grow side by side in registers. One thread's
 * working memory.
 */
public final class PairTile {
    /** Rows that are compared with all at a time. */
    public static final int ROWS = 4;

    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final int LANES = S.length();
    private static final int PANEL = 2 * LANES;

    private final int dim;
    private final int rowsMax;
    private final float[] rows;
    private final float[] panels;
    private final float[] squares;
    private int count;

    /** Makes room for {@code rowsMax} rows, a multiple of 64, of {@code dim} floats. */
    public PairTile(int dim, int rowsMax) {
        this.dim = dim;
        this.rowsMax = rowsMax;
        this.rows = new float[dim * (rowsMax + ROWS)];
        this.panels = new float[dim * rowsMax];
        this.squares = new float[rowsMax + ROWS];
    }

    /** Forgets all rows. */
    public void clear() {
        count = 0;
    }

    /** Adds a row. */
    public void add(float[] row) {
        System.arraycopy(row, 0, rows, count * dim, dim);
        float square = 0;
        int panel = count / PANEL * PANEL * dim + count % PANEL;
        for (int i = 0; i < dim; i++) {
            panels[panel + i * PANEL] = row[i];
            square += row[i] * row[i];
        }
        squares[count++] = square;
    }

    /**
     * Computes the distances of rows {@code first} to {@code first + 3} to all.
     *
     * @param out that of row {@code first + r} to row j at {@code r * rowsMax + j}; places beyond the rows have any values
     */
    public void distances(int first, float[] out) {
        for (int column = 0; column < count; column += PANEL) {
            products(first, column, out);
        }
        for (int row = 0; row < ROWS; row++) {
            toDistances(squares[first + row], out, row * rowsMax);
        }
    }

    @SizeExempt("SIMD kernel")
    private void products(int first, int column, float[] out) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector d0 = a0;
        FloatVector d1 = a0;
        int row = first * dim;
        int at = column * dim;
        for (int i = 0; i < dim; i++, row++, at += PANEL) {
            FloatVector p0 = FloatVector.fromArray(S, panels, at);
            FloatVector p1 = FloatVector.fromArray(S, panels, at + LANES);
            FloatVector a = FloatVector.broadcast(S, rows[row]);
            FloatVector b = FloatVector.broadcast(S, rows[row + dim]);
            FloatVector c = FloatVector.broadcast(S, rows[row + 2 * dim]);
            FloatVector d = FloatVector.broadcast(S, rows[row + 3 * dim]);
            a0 = a.fma(p0, a0);
            a1 = a.fma(p1, a1);
            b0 = b.fma(p0, b0);
            b1 = b.fma(p1, b1);
            c0 = c.fma(p0, c0);
            c1 = c.fma(p1, c1);
            d0 = d.fma(p0, d0);
            d1 = d.fma(p1, d1);
        }
        a0.intoArray(out, column);
        a1.intoArray(out, column + LANES);
        b0.intoArray(out, rowsMax + column);
        b1.intoArray(out, rowsMax + column + LANES);
        c0.intoArray(out, 2 * rowsMax + column);
        c1.intoArray(out, 2 * rowsMax + column + LANES);
        d0.intoArray(out, 3 * rowsMax + column);
        d1.intoArray(out, 3 * rowsMax + column + LANES);
    }

    private void toDistances(float square, float[] out, int at) {
        for (int j = 0; j < count; j++) {
            out[at + j] = square + squares[j] - 2 * out[at + j];
        }
    }
}
