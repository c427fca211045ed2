package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.model.expr.Expr;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.segment.filter.FilterEvaluator;
import io.windhover.segment.rows.SegmentView;
import java.util.Optional;

/** The rows that a read may return: visible at its time, not expired, and passing its filter. */
final class AllowedRows {
    private AllowedRows() {}

    /** Returns the rows; the set may be shared, so the caller copies it before changing it. */
    static Bits of(SegmentView view, CollectionSchema schema, Optional<Expr> filter, ReadTime time) {
        Bits visible = time.visible(view);
        if (filter.isEmpty() || visible.isEmpty()) {
            return visible;
        }
        return FilterEvaluator.passing(filter.get(), new ViewColumns(view, schema), visible);
    }
}
