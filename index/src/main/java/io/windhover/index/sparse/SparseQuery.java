package io.windhover.index.sparse;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.model.Invariant;

/**
 * What to search for.
 *
 * @param vector    the query
 * @param topK      most hits wanted, at least 1
 * @param bounds    the scores wanted, {@link RangeBounds#ALL} for the best whatever they are
 * @param dropRatio part of the query's smallest weights that may be left out while candidates are looked for, 0 (exact)
 *     to less than 1; scores are always of the whole query
 */
public record SparseQuery(SparseVector vector, int topK, RangeBounds bounds, double dropRatio) {
    /** Checks the ranges. */
    public SparseQuery {
        Invariant.check(topK >= 1, "topK {}", topK);
        Invariant.check(dropRatio >= 0 && dropRatio < 1, "drop ratio {}", dropRatio);
    }

    /** Returns an exact search for the best {@code topK} rows. */
    public static SparseQuery top(SparseVector vector, int topK) {
        return new SparseQuery(vector, topK, RangeBounds.ALL, 0);
    }

    /** Returns an exact search for the best {@code topK} rows with {@code radius < score <= rangeFilter}. */
    public static SparseQuery range(SparseVector vector, int topK, float radius, float rangeFilter) {
        return new SparseQuery(vector, topK, RangeBounds.of(Metric.IP, radius, rangeFilter), 0);
    }
}
