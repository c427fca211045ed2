package io.windhover.segment.search;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.RangeBounds;
import io.windhover.model.search.SearchParams;

/** Which of two scores is nearer, for every metric there is, and which are wanted. */
final class Scores {
    private static final String BM25 = "BM25";

    private Scores() {}

    /** Tells whether a larger score is nearer. */
    static boolean isLargerNearer(String metric) {
        return metric.equalsIgnoreCase(BM25) || Metric.of(metric).isLargerNearer();
    }

    /** Returns the bounds of a range search, {@link RangeBounds#ALL} for any other. */
    static RangeBounds bounds(Metric metric, SearchParams params) {
        if (params.radius().isEmpty()) {
            return RangeBounds.ALL;
        }
        float radius = (float) params.radius().getAsDouble();
        return params.rangeFilter().isEmpty()
                ? RangeBounds.of(metric, radius)
                : RangeBounds.of(metric, radius, (float) params.rangeFilter().getAsDouble());
    }
}
