package io.windhover.node.data;

import io.windhover.segment.file.SegmentStats;
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
 * @param indexless        segments that get no index files
 * @param compaction       which segments are merged
 * @param buildBytesMax    memory that index builds may take at once; a build that needs more runs alone
 * @param buildTasks       pieces that an index build is split into; fewer than cores, so that reads go on meanwhile
 * @param work             how much work on files runs and waits at once
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
        Indexless indexless,
        CompactionPlanner.Limits compaction,
        long buildBytesMax,
        int buildTasks,
        WorkLimits work,
        Duration flushEvery,
        Duration releaseAfter,
        Duration retryMin,
        Duration retryMax) {
    /**
     * Segments so small that reading them whole takes no longer than an index would: building one for each would cost
     * far more than all searches there save.
     *
     * @param rowsMax  segments of fewer rows get none
     * @param smallRowsMax segments of fewer rows get none either, if their file is small
     * @param smallBytesMax a file of fewer bytes is small
     */
    public record Indexless(long rowsMax, long smallRowsMax, long smallBytesMax) {
        /** For a machine of ordinary size. */
        public static final Indexless STANDARD = new Indexless(1024, 4096, 4 << 20);

        /** Tells whether a segment is one of them. */
        public boolean has(SegmentStats segment) {
            return segment.rowCount() < rowsMax || segment.rowCount() < smallRowsMax && segment.bytes() < smallBytesMax;
        }
    }

    /** For a machine of ordinary size. */
    public static final DataSettings STANDARD = new DataSettings(
            FlushPlanner.Limits.STANDARD,
            4096,
            1024,
            256L << 20,
            2L << 30,
            Indexless.STANDARD,
            CompactionPlanner.Limits.STANDARD,
            Math.max(256L << 20, java.lang.Runtime.getRuntime().maxMemory() / 4),
            Math.max(1, java.lang.Runtime.getRuntime().availableProcessors() - 1),
            WorkLimits.STANDARD,
            Duration.ofMillis(100),
            Duration.ofSeconds(10),
            Duration.ofMillis(50),
            Duration.ofSeconds(5));

    /** Returns these settings with other limits of work on files and of rows that are in none. */
    public DataSettings with(WorkLimits otherWork, long otherTailBytesMax) {
        return with(indexless, buildBytesMax, otherWork, otherTailBytesMax);
    }

    /** Returns these settings, but with other segments that get no index files. */
    public DataSettings with(Indexless other) {
        return with(other, buildBytesMax, work, tailBytesMax);
    }

    /** Returns these settings, but so much memory for index builds. */
    public DataSettings withBuildBytesMax(long bytes) {
        return with(indexless, bytes, work, tailBytesMax);
    }

    private DataSettings with(
            Indexless otherIndexless, long otherBuildBytesMax, WorkLimits otherWork, long otherTailBytesMax) {
        return new DataSettings(
                flush,
                mailboxCapacity,
                inFlightMax,
                pendingBytesMax,
                otherTailBytesMax,
                otherIndexless,
                compaction,
                otherBuildBytesMax,
                buildTasks,
                otherWork,
                flushEvery,
                releaseAfter,
                retryMin,
                retryMax);
    }
}
