package io.windhover.server.limit;

import io.windhover.model.Invariant;

/**
 * What the operator forbids, and how much may be stored.
 *
 * @param writingDenied       no insert, upsert or delete
 * @param readingDenied       no search or query
 * @param ddlDenied           no change of databases, collections, partitions and indexes, no flush or compaction
 * @param bytes               of all files of segments and indexes; beyond it nothing is added
 * @param bytesOfDatabase     of one database, unless its property says otherwise
 * @param bytesOfCollection   of one collection, unless its property says otherwise
 */
public record QuotaLimits(
        boolean writingDenied,
        boolean readingDenied,
        boolean ddlDenied,
        double bytes,
        double bytesOfDatabase,
        double bytesOfCollection) {
    /** Everything is allowed. */
    public static final QuotaLimits NONE = new QuotaLimits(
            false, false, false, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** Rejects what is no quota. */
    public QuotaLimits {
        Invariant.check(bytes >= 0 && bytesOfDatabase >= 0 && bytesOfCollection >= 0, "a quota is negative");
    }
}
