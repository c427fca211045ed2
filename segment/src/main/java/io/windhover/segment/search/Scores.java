package io.windhover.segment.search;

import io.windhover.index.vector.Metric;

/** Which of two scores is nearer, for every metric there is. */
final class Scores {
    private static final String BM25 = "BM25";

    private Scores() {}

    /** Tells whether a larger score is nearer. */
    static boolean isLargerNearer(String metric) {
        return metric.equalsIgnoreCase(BM25) || Metric.of(metric).isLargerNearer();
    }
}
