package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;

/** Graph index; exact for the moment. */
public final class HnswIndex implements VectorIndex {
    private final Metric metric;
    private final VectorRows rows;

    HnswIndex(Metric metric, VectorRows rows) {
        this.metric = metric;
        this.rows = rows;
    }

    @Override
    public IndexType type() {
        return IndexType.HNSW;
    }

    @Override
    public Metric metric() {
        return metric;
    }

    @Override
    public int rowCount() {
        return rows.rowCount();
    }

    @Override
    public Hits search(VectorQuery query, int topK, SearchParams params, long[] allowed) {
        params.efFor(topK);
        return FlatSearcher.search(rows, metric, query, topK, allowed);
    }

    @Override
    public Hits rangeSearch(VectorQuery query, RangeBounds bounds, int topK, SearchParams params, long[] allowed) {
        return FlatSearcher.rangeSearch(rows, metric, query, bounds, topK, allowed);
    }

    @Override
    public long memoryBytes() {
        return IndexHeader.BYTES;
    }

    @Override
    public void writeTo(ByteSink sink) {
        IndexHeader.of(type(), metric, rows).write(sink);
    }

    @Override
    public void close() {}
}
