package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.SearchParams;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.rows.ValueBytes;
import io.windhover.segment.rows.VariableView;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows of one segment with the greatest inner product on a sparse vector field by comparing every row. Rows
 * without a common dimension with the query are not found.
 */
final class SparseSearch implements NearestRows {
    private final VariableView column;
    private final Column.SparseVectorColumn queries;
    private final RangeBounds bounds;
    private final Bits allowed;

    SparseSearch(SegmentView view, FieldSchema field, Column queries, SearchParams params, Bits allowed) {
        if (!(queries instanceof Column.SparseVectorColumn sparse)) {
            throw DatabaseException.invalid(
                    "vector type must be the same, field [%s] - type %s, search info type %s",
                    field.name(), field.type().wireName(), queries.getClass().getSimpleName());
        }
        if (!params.metric().equalsIgnoreCase("IP")) {
            throw DatabaseException.invalid(
                    "only IP is the supported metric type for sparse index, got %s", params.metric());
        }
        this.column = (VariableView) view.column(field);
        this.queries = sparse;
        this.bounds = bounds(params);
        this.allowed = allowed;
    }

    static RangeBounds bounds(SearchParams params) {
        if (params.radius().isEmpty()) {
            return RangeBounds.ALL;
        }
        float radius = (float) params.radius().getAsDouble();
        return params.rangeFilter().isEmpty()
                ? RangeBounds.of(Metric.IP, radius)
                : RangeBounds.of(Metric.IP, radius, (float) params.rangeFilter().getAsDouble());
    }

    @Override
    public List<Hits> nearest(int topK) {
        List<Hits> found = new ArrayList<>();
        for (int query = 0; query < queries.rowCount(); query++) {
            found.add(nearest(query, topK));
        }
        return found;
    }

    @Override
    public Hits nearest(int query, int topK) {
        TopHits top = new TopHits(Math.min(topK, allowed.size()), bounds);
        int from = queries.offsets()[query];
        int to = queries.offsets()[query + 1];
        for (int row = allowed.nextSet(0); row >= 0; row = allowed.nextSet(row + 1)) {
            float score = score(row, from, to);
            if (!Float.isNaN(score)) {
                top.offer(-score, row);
            }
        }
        return top.toHits(Metric.IP);
    }

    /** Returns the inner product, NaN if there is no common dimension. Both sides are in order of dimension. */
    private float score(int row, int from, int to) {
        int pairs = ValueBytes.pairCount(column, row);
        float sum = Float.NaN;
        int pair = 0;
        int term = from;
        while (pair < pairs && term < to) {
            int order =
                    Integer.compareUnsigned(ValueBytes.pairDimension(column, row, pair), queries.dimensions()[term]);
            if (order == 0) {
                float product = ValueBytes.pairValue(column, row, pair) * queries.values()[term];
                sum = Float.isNaN(sum) ? product : sum + product;
                pair++;
                term++;
            } else if (order < 0) {
                pair++;
            } else {
                term++;
            }
        }
        return sum;
    }
}
