package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.index.sparse.SparseIndex;
import io.windhover.index.sparse.SparseParams;
import io.windhover.index.sparse.SparseQuery;
import io.windhover.index.sparse.SparseVector;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.SearchParams;
import io.windhover.segment.rows.FieldIndex;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.rows.ValueBytes;
import io.windhover.segment.rows.VariableView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the rows of one segment with the greatest inner product on a sparse vector field, through its index or by
 * comparing every row: the same hits either way. Rows that share no dimension with the query are not found.
 */
final class SparseSearch implements NearestRows {
    private final VariableView column;
    private final Optional<SparseIndex> index;
    private final Column.SparseVectorColumn queries;
    private final RangeBounds bounds;
    private final double dropRatio;
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
        this.index = view.index(field.id()).map(open -> open instanceof FieldIndex.OfSparse of ? of.index() : null);
        this.queries = sparse;
        this.bounds = Scores.bounds(Metric.IP, params);
        this.dropRatio = SparseParams.dropRatioSearch(params.indexParams());
        this.allowed = allowed;
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
        int from = queries.offsets()[query];
        int to = queries.offsets()[query + 1];
        SparseVector vector = new SparseVector(
                Arrays.copyOfRange(queries.dimensions(), from, to), Arrays.copyOfRange(queries.values(), from, to));
        return index.isPresent()
                ? index.get().search(new SparseQuery(vector, topK, bounds, dropRatio), allowed.words())
                : byComparing(vector, topK);
    }

    private Hits byComparing(SparseVector query, int topK) {
        TopHits top = new TopHits(Math.min(topK, allowed.size()), bounds);
        for (int row = allowed.nextSet(0); row >= 0; row = allowed.nextSet(row + 1)) {
            double score = score(row, query);
            if (!Double.isNaN(score)) {
                top.offer(-(float) score, row);
            }
        }
        return top.toHits(Metric.IP);
    }

    /** Returns the inner product summed in order of dimensions, NaN if no dimension is not zero in both. */
    private double score(int row, SparseVector query) {
        int pairs = ValueBytes.pairCount(column, row);
        double sum = 0;
        boolean shares = false;
        int pair = 0;
        int term = 0;
        while (pair < pairs && term < query.dimensions().length) {
            int order = Integer.compareUnsigned(ValueBytes.pairDimension(column, row, pair), query.dimensions()[term]);
            if (order == 0) {
                float stored = ValueBytes.pairValue(column, row, pair);
                float asked = query.values()[term];
                shares |= stored != 0 && asked != 0;
                sum += (double) asked * stored;
            }
            pair += order <= 0 ? 1 : 0;
            term += order >= 0 ? 1 : 0;
        }
        return shares ? sum : Double.NaN;
    }
}
