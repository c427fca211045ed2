package io.windhover.index.vector;

import io.windhover.model.DatabaseException;

/**
 * The part of the distances that a range search returns, {@code from <= distance < to} for metrics where smaller is
 * nearer and {@code from <= distance < to} of the negated score where larger is nearer.
 *
 * @param from least distance returned
 * @param to first distance not returned
 */
public record RangeBounds(float from, float to) {
    /** Everything. */
    public static final RangeBounds ALL = new RangeBounds(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    /**
     * Returns the bounds of the users' words: L2 and bits return {@code rangeFilter <= score < radius}; IP and COSINE
     * return {@code radius < score <= rangeFilter}.
     *
     * @param rangeFilter the near end; may be infinite for none
     * @throws DatabaseException PARAMETER_INVALID if the interval is empty
     */
    public static RangeBounds of(Metric metric, float radius, float rangeFilter) {
        boolean ordered = metric.isLargerNearer() ? rangeFilter > radius : rangeFilter < radius;
        if (!ordered) {
            throw DatabaseException.invalid(
                    metric.isLargerNearer()
                            ? "range_filter(%f) must be greater than radius(%f) for IP/COSINE"
                            : "range_filter(%f) must be less than radius(%f) for L2/HAMMING/JACCARD",
                    rangeFilter,
                    radius);
        }
        return new RangeBounds(metric.distance(rangeFilter), metric.distance(radius));
    }

    /** Returns the bounds with no near end. */
    public static RangeBounds of(Metric metric, float radius) {
        return new RangeBounds(Float.NEGATIVE_INFINITY, metric.distance(radius));
    }

    /** Returns whether a distance is returned. */
    public boolean contains(float distance) {
        return distance >= from && distance < to;
    }
}
