package io.windhover.index.graph;

import io.windhover.index.ByteSink;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.index.vector.VectorQuery;

/**
 * Finds the nearest rows of one column. Unchanging once built or opened, for any number of threads; whoever closes it,
 * or the memory of its rows or bytes, first makes sure that no search on it runs any more.
 */
public sealed interface VectorIndex extends AutoCloseable permits FlatIndex, HnswIndex, QuantGraphIndex, IvfIndex {
    /** Returns what it was built as. */
    IndexType type();

    /** Returns what it orders by. */
    Metric metric();

    /** Returns how many rows it covers. */
    int rowCount();

    /**
     * Finds the nearest rows to one query.
     *
     * @param query of the column's type and dim; need not be normalised
     * @param topK most hits wanted, at least 1
     * @param allowed bit per row, 64 to a word, set = may be returned; null for all rows
     * @return at most {@code topK} hits, fewer only if fewer rows are allowed; best first
     * @throws io.windhover.model.DatabaseException PARAMETER_INVALID if {@code ef < topK} or the query has another shape
     */
    Hits search(VectorQuery query, int topK, SearchParams params, long[] allowed);

    /**
     * Finds the nearest rows within bounds.
     *
     * @return at most {@code topK} of the rows within {@code bounds}, best first
     */
    Hits rangeSearch(VectorQuery query, RangeBounds bounds, int topK, SearchParams params, long[] allowed);

    /** Returns the bytes of the index itself, without the column. */
    long memoryBytes();

    /** Writes the form that {@link VectorIndexes#open} reads. */
    void writeTo(ByteSink sink);

    /** Gives back the memory that a built index owns; an opened one owns none. */
    @Override
    void close();
}
