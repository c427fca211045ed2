package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.model.Timestamp;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.search.QueryPlan;
import io.windhover.segment.filter.FilterEvaluator;
import io.windhover.segment.rows.SegmentView;

/** Finds the rows of one segment that match a query. */
public final class SegmentQuery {
    private SegmentQuery() {}

    /**
     * Finds matching rows, in no order.
     *
     * @param view   of one of the plan's partitions, held by the caller
     * @param readAt exactly the changes up to here are visible
     * @return set over the rows of the view, not to be changed
     */
    public static Bits matching(SegmentView view, CollectionSchema schema, QueryPlan plan, Timestamp readAt) {
        ReadTime time = new ReadTime(readAt, plan.expiredUpTo());
        if (plan.keys().isEmpty()) {
            return AllowedRows.of(view, schema, plan.filter(), time);
        }
        int[] candidates = view.rowsOf(plan.keys().get());
        if (candidates.length == 0) {
            return new Bits(view.rowCount());
        }
        Bits visible = time.visible(view);
        Bits passing = plan.filter()
                .map(filter -> FilterEvaluator.passing(
                        filter, new PickedColumns(new ViewColumns(view, schema), candidates), candidates.length))
                .orElseGet(() -> Bits.all(candidates.length));
        Bits rows = new Bits(view.rowCount());
        for (int i = 0; i < candidates.length; i++) {
            rows.set(candidates[i], passing.get(i) && visible.get(candidates[i]));
        }
        return rows;
    }
}
