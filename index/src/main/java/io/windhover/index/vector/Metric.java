package io.windhover.index.vector;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.util.Locale;

/**
 * How near two vectors are. A <em>score</em> is what a user sees; a <em>distance</em> is the same number turned so that
 * smaller is always nearer, which is what all searches order by.
 */
public enum Metric {
    /** Squared Euclidean distance, smaller is nearer. */
    L2(false, true),
    /** Inner product, larger is nearer. */
    IP(true, true),
    /** Inner product of the vectors scaled to length one, larger is nearer; 0 if one of them is all zero. */
    COSINE(true, true),
    /** Count of differing bits, smaller is nearer. */
    HAMMING(false, false),
    /** One minus common bits over all set bits, 0 to 1, smaller is nearer; 0 for two empty vectors. */
    JACCARD(false, false),
    /** Matches rows that have every bit of the query; the score of a match is 0 and other rows are not returned. */
    SUBSTRUCTURE(false, false),
    /** Matches rows whose every bit is in the query; the score of a match is 0 and other rows are not returned. */
    SUPERSTRUCTURE(false, false);

    private final boolean largerNearer;
    private final boolean dense;

    Metric(boolean largerNearer, boolean dense) {
        this.largerNearer = largerNearer;
        this.dense = dense;
    }

    /** Returns the metric of that name in any case; fails with METRIC_NOT_FOUND. */
    public static Metric of(String name) {
        String wanted = name.toUpperCase(Locale.ROOT);
        for (Metric metric : values()) {
            if (metric.name().equals(wanted)) {
                return metric;
            }
        }
        throw DatabaseException.of(ErrorCode.METRIC_NOT_FOUND, "metric", name);
    }

    /** Returns whether a larger score is nearer. */
    public boolean isLargerNearer() {
        return largerNearer;
    }

    /** Returns whether the metric compares vectors of {@code type}. */
    public boolean fits(VectorType type) {
        return dense == type.isDense();
    }

    /** Returns whether rows match or do not, with no order among matches. */
    public boolean isMatch() {
        return this == SUBSTRUCTURE || this == SUPERSTRUCTURE;
    }

    /** Returns the score of a distance. */
    public float score(float distance) {
        return largerNearer ? -distance : distance;
    }

    /** Returns the distance of a score. */
    public float distance(float score) {
        return largerNearer ? -score : score;
    }
}
