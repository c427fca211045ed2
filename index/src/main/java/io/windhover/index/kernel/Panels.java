package io.windhover.index.kernel;

import io.windhover.model.SizeExempt;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squared distances of four rows at a time to many. The many are kept in panels of some columns, dimension by dimension,
 * so that eight sums grow side by side in registers. Reading is for any number of threads.
 */
public final class Panels {
    /** Rows that are compared with all at a time. */
    public static final int ROWS = 4;

    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final int LANES = S.length();
    private static final int PANEL = 2 * LANES;
    private static final int ALIGN = 64;

    private final int dim;
    private final int rowsMax;
    private final float[] panels;
    private final float[] squares;
    private int count;

    /** Makes room for {@code rowsMax} rows of {@code dim} floats. */
    public Panels(int dim, int rowsMax) {
        this.dim = dim;
        this.rowsMax = (rowsMax + ALIGN - 1) / ALIGN * ALIGN;
        this.panels = new float[Math.multiplyExact(dim, this.rowsMax)];
        this.squares = new float[this.rowsMax];
    }

    /** Returns the elements of a row. */
    public int dim() {
        return dim;
    }

    /** Returns how many distances are written for one row: room for all rows, to a multiple of 64. */
    public int stride() {
        return rowsMax;
    }

    /** Forgets all rows. */
    public void clear() {
        count = 0;
    }

    /** Adds the row that begins at an element of {@code from}. */
    public void add(float[] from, int at) {
        float square = 0;
        int panel = count / PANEL * PANEL * dim + count % PANEL;
        for (int i = 0; i < dim; i++) {
            float element = from[at + i];
            panels[panel + i * PANEL] = element;
            square += element * element;
        }
        squares[count++] = square;
    }

    /**
     * Computes the distances of four rows to all.
     *
     * @param four the rows, one after another from element {@code at} on
     * @param out that of row r to row j of these at {@code r * stride() + j}; infinite beyond the last
     */
    public void distances(float[] four, int at, float[] out) {
        for (int column = 0; column < count; column += PANEL) {
            products(four, at, column, out);
        }
        for (int row = 0; row < ROWS; row++) {
            float square = 0;
            for (int i = at + row * dim; i < at + (row + 1) * dim; i++) {
                square += four[i] * four[i];
            }
            toDistances(square, out, row * rowsMax);
        }
    }

    @SizeExempt("SIMD kernel")
    private void products(float[] rows, int first, int column, float[] out) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector d0 = a0;
        FloatVector d1 = a0;
        int row = first;
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
        Arrays.fill(out, at + count, at + rowsMax, Float.POSITIVE_INFINITY);
    }
}
