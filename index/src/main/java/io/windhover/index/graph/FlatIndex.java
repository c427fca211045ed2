package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;

/**
 * The exact index: compares every row that may be returned.
 *
 * @param type FLAT or BIN_FLAT
 * @param metric what it orders by
 * @param rows the column
 */
public record FlatIndex(IndexType type, Metric metric, VectorRows rows) implements VectorIndex {
    @Override
    public int rowCount() {
        return rows.rowCount();
    }

    @Override
    public Hits search(VectorQuery query, int topK, SearchParams params, long[] allowed) {
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
        IndexHeader.of(type, metric, rows).write(sink);
    }

    @Override
    public void close() {}
}
