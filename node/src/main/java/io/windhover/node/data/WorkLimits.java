package io.windhover.node.data;

import io.windhover.model.Invariant;

/**
 * How much work on files runs at once, and how much that somebody asked for waits. Collections take turns in all of it:
 * one with a thousand segments to index delays another by the work that runs, not by the work that waits.
 *
 * @param flushes               flushes that run at once, each of one shard
 * @param flushesOfOne          of these, those of one collection
 * @param builds                small index files that are built at once; a large one is built alone
 * @param buildsOfOne           of these, those of one collection
 * @param flushRequests         shards that wait for a flush that somebody asked for
 * @param compactionRequests    compactions that somebody asked for and that are not done
 * @param compactionRequestsOfOne of these, those of one collection
 */
public record WorkLimits(
        int flushes,
        int flushesOfOne,
        int builds,
        int buildsOfOne,
        int flushRequests,
        int compactionRequests,
        int compactionRequestsOfOne) {
    /** For a machine of ordinary size. */
    public static final WorkLimits STANDARD = new WorkLimits(2, 2, 8, 8, 1024, 1024, 64);

    /** Rejects limits under which nothing would be done. */
    public WorkLimits {
        Invariant.check(flushes > 0 && flushesOfOne > 0, "no flush would run");
        Invariant.check(builds > 0 && buildsOfOne > 0, "no index would be built");
        Invariant.check(flushRequests > 0, "no flush could be asked for");
        Invariant.check(compactionRequests > 0 && compactionRequestsOfOne > 0, "no compaction could be asked for");
    }
}
