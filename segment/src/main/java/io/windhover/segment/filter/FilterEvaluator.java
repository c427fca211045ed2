package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.index.bits.TriBits;
import io.windhover.model.expr.Expr;

/** Evaluates a filter over the rows of one segment. */
public final class FilterEvaluator {
    /** Rows that are read from a column at a time. */
    public static final int BLOCK_ROWS = 1024;

    private FilterEvaluator() {}

    /**
     * Finds the rows that pass.
     *
     * @param columns of the segment
     * @param rowCount rows 0 to {@code rowCount - 1} are looked at
     * @return a set over {@code rowCount} rows, owned by the caller
     */
    public static Bits passing(Expr filter, FilterColumns columns, int rowCount) {
        return evaluate(filter, columns, rowCount).isTrue();
    }

    /** Returns the truth of a filter for each row. */
    public static TriBits evaluate(Expr filter, FilterColumns columns, int rowCount) {
        throw new UnsupportedOperationException("filters are not evaluated yet");
    }
}
