package io.windhover.node.data;

import java.time.Duration;

/**
 * What a data node is told once at its start.
 *
 * @param flush            when shards seal
 * @param mailboxCapacity  writes that may wait for one shard
 * @param inFlightMax      writes of one shard on their way to the log
 * @param pendingBytesMax  bytes of the writes that wait for one shard
 * @param tailBytesMax     bytes of all rows not in files, flushed ones in their grace included; beyond it writes are
 *     refused until a flush has caught up
 * @param indexedRowsMin   segments with fewer rows get no files of vector indexes
 * @param compaction       which segments are merged
 * @param buildBytesMax    memory that index builds may take at once; a build that needs more runs alone
 * @param buildTasks       pieces that an index build is split into; fewer than cores, so that reads go on meanwhile
 * @param flushesMax       flushes that run at once
 * @param flushEvery       how often the planner looks
 * @param releaseAfter     how long the owner still serves rows whose flush is committed, for readers that have not
 *     opened the new segments yet
 * @param retryMin         first pause after a failure
 * @param retryMax         longest pause
 */
public record DataSettings(
        FlushPlanner.Limits flush,
        int mailboxCapacity,
        int inFlightMax,
        long pendingBytesMax,
        long tailBytesMax,
        long indexedRowsMin,
        CompactionPlanner.Limits compaction,
        long buildBytesMax,
        int buildTasks,
        int flushesMax,
        Duration flushEvery,
        Duration releaseAfter,
        Duration retryMin,
        Duration retryMax) {
    /** For a machine of ordinary size. */
    public static final DataSettings STANDARD = new DataSettings(
            FlushPlanner.Limits.STANDARD,
            4096,
            1024,
            256L << 20,
            2L << 30,
            1024,
            CompactionPlanner.Limits.STANDARD,
            Math.max(256L << 20, java.lang.Runtime.getRuntime().maxMemory() / 4),
            Math.max(1, java.lang.Runtime.getRuntime().availableProcessors() - 1),
            2,
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(5));

    /** Returns these settings, but indexes for segments of so many rows. */
    public DataSettings withIndexedRowsMin(long rows) {
        return new DataSettings(
                flush,
                mailboxCapacity,
                inFlightMax,
                pendingBytesMax,
                tailBytesMax,
                rows,
                compaction,
                buildBytesMax,
                buildTasks,
                flushesMax,
                flushEvery,
                releaseAfter,
                retryMin,
                retryMax);
    }

    /** Returns these settings, but so much memory for index builds. */
    public DataSettings withBuildBytesMax(long bytes) {
        return new DataSettings(
                flush,
                mailboxCapacity,
                inFlightMax,
                pendingBytesMax,
                tailBytesMax,
                indexedRowsMin,
                compaction,
                bytes,
                buildTasks,
                flushesMax,
                flushEvery,
                releaseAfter,
                retryMin,
                retryMax);
    }
}
