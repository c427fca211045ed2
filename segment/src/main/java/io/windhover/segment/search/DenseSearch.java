package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.graph.VectorIndex;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.TopHits;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import io.windhover.model.row.Column;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.SearchParams;
import io.windhover.segment.rows.FieldIndex;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.rows.VectorColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the nearest rows of one segment on a dense vector field, through its index or by comparing every row. */
final class DenseSearch implements NearestRows {
    /** Rows compared with all queries before the next rows: what they occupy stays in the processor's cache. */
    private static final int ROWS_AT_ONCE = 2048;

    private final FieldSchema field;
    private final FixedView column;
    private final List<VectorQuery> queries;
    private final Optional<VectorIndex> index;
    private final Metric metric;
    private final RangeBounds bounds;
    private final SearchParams params;
    private final Bits allowed;

    /**
     * Prepares the search.
     *
     * @param allowed rows that may be returned, those without a vector already taken out
     */
    DenseSearch(SegmentView view, FieldSchema field, Column queries, SearchParams params, Bits allowed) {
        this.field = field;
        this.queries = VectorColumns.queries(queries, field);
        this.column = (FixedView) view.column(field);
        this.metric = Metric.of(params.metric());
        this.bounds = Scores.bounds(metric, params);
        this.params = params;
        this.allowed = allowed;
        this.index = view.index(field.id()).flatMap(this::usable);
    }

    /** An index of another metric belongs to an older definition; comparing every row is right until it is rebuilt. */
    private Optional<VectorIndex> usable(FieldIndex open) {
        return open instanceof FieldIndex.OfVectors vectors && vectors.index().metric() == metric
                ? Optional.of(vectors.index())
                : Optional.empty();
    }

    @Override
    public Hits nearest(int query, int topK) {
        return nearest(List.of(queries.get(query)), topK).getFirst();
    }

    @Override
    public List<Hits> nearest(int topK) {
        return nearest(queries, topK);
    }

    private List<Hits> nearest(List<VectorQuery> some, int topK) {
        return index.isPresent() ? byIndex(index.get(), some, topK) : byComparing(some, topK);
    }

    private List<Hits> byIndex(VectorIndex open, List<VectorQuery> some, int topK) {
        var asked = io.windhover.index.graph.SearchParams.parse(open.type(), params.indexParams());
        asked.check(params.topK());
        var wide = asked.atLeast(topK);
        long[] words = allowed.isAll() ? null : allowed.words();
        List<Hits> found = new ArrayList<>();
        for (VectorQuery query : some) {
            found.add(
                    bounds == RangeBounds.ALL
                            ? open.search(query, topK, wide, words)
                            : open.rangeSearch(query, bounds, topK, wide, words));
        }
        return found;
    }

    private List<Hits> byComparing(List<VectorQuery> some, int topK) {
        List<FlatSearcher> searchers = new ArrayList<>();
        List<TopHits> tops = new ArrayList<>();
        for (VectorQuery query : some) {
            searchers.add(new FlatSearcher(metric, query));
            tops.add(new TopHits(Math.min(topK, allowed.size()), bounds));
        }
        long[] words = allowed.isAll() ? null : allowed.words();
        for (int chunk = 0; (long) chunk * column.chunkRows() < allowed.size(); chunk++) {
            VectorRows rows = VectorColumns.chunk(column, field, chunk, allowed.size());
            int offset = chunk * column.chunkRows();
            for (int from = 0; from < rows.rowCount(); from += ROWS_AT_ONCE) {
                int to = Math.min(rows.rowCount(), from + ROWS_AT_ONCE);
                for (int i = 0; i < searchers.size(); i++) {
                    searchers.get(i).collect(rows, from, to, words, offset, tops.get(i));
                }
            }
        }
        return tops.stream().map(top -> top.toHits(metric)).toList();
    }
}
