package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.index.vector.Hits;
import io.windhover.model.Invariant;
import io.windhover.model.Timestamp;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.SearchPlan;
import io.windhover.segment.rows.NullBits;
import io.windhover.segment.rows.SegmentView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Searches one segment. */
public final class SegmentSearch {
    private SegmentSearch() {}

    /**
     * Finds the nearest rows of one segment.
     *
     * @param view   of one of the plan's partitions, held by the caller
     * @param schema must have every field that the plan names
     * @param readAt exactly the changes up to here are visible
     * @return at most topK hits a query; with grouping topK groups
     * @throws io.windhover.model.DatabaseException PARAMETER_INVALID, METRIC_NOT_FOUND, DATA_INTEGRITY
     */
    public static SegmentHits search(SegmentView view, CollectionSchema schema, SearchPlan plan, Timestamp readAt) {
        FieldSchema field = schema.field(plan.vectorField())
                .orElseThrow(() -> Invariant.unreachable("unknown vector field {}", plan.vectorField()));
        ReadTime time = new ReadTime(readAt, plan.expiredUpTo());
        Bits allowed = withVector(view, field, AllowedRows.of(view, schema, plan.filter(), time));
        if (allowed.isEmpty()) {
            return new SegmentHits(view, Collections.nCopies(plan.queries().rowCount(), Hits.none()));
        }
        NearestRows all = field.type() == DataType.SPARSE_FLOAT_VECTOR
                ? new SparseSearch(view, field, plan.queries(), plan.params(), allowed)
                : new DenseSearch(view, field, plan.queries(), plan.params(), allowed);
        NearestRows rows = view.hasRepeatedKeys()
                ? new DistinctKeys(all, view, plan.queries().rowCount())
                : all;
        if (plan.params().grouping().isEmpty()) {
            List<Hits> nearest = rows.nearest(plan.params().topK());
            return new SegmentHits(
                    view,
                    plan.params()
                            .boosting()
                            .map(boosting -> BoostedHits.of(view, schema, plan.params(), boosting)
                                    .of(nearest))
                            .orElse(nearest));
        }
        GroupedSearch grouped = GroupedSearch.of(view, schema, plan.params());
        List<Hits> hits = new ArrayList<>();
        for (int query = 0; query < plan.queries().rowCount(); query++) {
            hits.add(grouped.search(rows, query));
        }
        return new SegmentHits(view, hits);
    }

    private static Bits withVector(SegmentView view, FieldSchema field, Bits allowed) {
        NullBits nulls = view.column(field).nulls();
        if (nulls.isNone() || allowed.isEmpty()) {
            return allowed;
        }
        return allowed.copy().andNot(nulls.bits(allowed.size()));
    }
}
