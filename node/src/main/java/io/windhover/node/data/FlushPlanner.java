package io.windhover.node.data;

import io.windhover.model.ShardId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which shards seal and flush their growing rows. Pure: what is held goes in, the shards to seal come out.
 */
public final class FlushPlanner {
    /** Age of the oldest row at which a log with rows of dropped partitions is given back. */
    private static final long GONE_AGE_MS_MAX = 20_000;

    private final Limits limits;

    /** Creates a planner with its limits. */
    public FlushPlanner(Limits limits) {
        this.limits = limits;
    }

    /**
     * When a shard is sealed.
     *
     * @param segmentRowsMax  rows of one growing segment
     * @param segmentBytesMax bytes of one growing segment
     * @param walBytesMax     log bytes of one shard that a restart would have to replay
     * @param walRecordsMax   records of one shard that a restart would have to replay
     * @param deletesMax      deletes of one shard that are not in files
     * @param ageMsMax        age of the oldest row that is not in files
     * @param memoryBytesMax  growing bytes of all shards together; beyond it the largest are sealed first
     */
    public record Limits(
            long segmentRowsMax,
            long segmentBytesMax,
            long walBytesMax,
            long walRecordsMax,
            long deletesMax,
            long ageMsMax,
            long memoryBytesMax) {
        /** For a machine of ordinary size. */
        public static final Limits STANDARD =
                new Limits(2_000_000, 256L << 20, 256L << 20, 200_000, 500_000, 600_000, 1L << 30);
    }

    /**
     * What one shard holds that no committed file has.
     *
     * @param shard        which
     * @param rowsMost     rows of its largest growing segment
     * @param bytesMost    bytes of its largest growing segment
     * @param bytes        of all its growing segments
     * @param walBytes     log bytes after the checkpoint
     * @param walRecords   log records after the checkpoint
     * @param deletes      deletes after the checkpoint
     * @param anyGone      the log has rows of partitions that were dropped meanwhile
     * @param oldestMs     epoch milliseconds of its oldest change
     * @param isFlushing   a flush runs already: it is left alone
     * @param isRequested  somebody asked for a flush of something not yet sealed
     */
    public record ShardLoad(
            ShardId shard,
            long rowsMost,
            long bytesMost,
            long bytes,
            long walBytes,
            long walRecords,
            long deletes,
            boolean anyGone,
            long oldestMs,
            boolean isFlushing,
            boolean isRequested) {
        /** Tells whether there is anything to flush. */
        public boolean isEmpty() {
            return walBytes == 0;
        }
    }

    /** Returns the shards to seal now, in the order of the given list and then, for memory, largest first. */
    public List<ShardId> plan(List<ShardLoad> loads, long nowMs) {
        List<ShardId> seal = new ArrayList<>();
        List<ShardLoad> rest = new ArrayList<>();
        long keptBytes = 0;
        for (ShardLoad load : loads) {
            if (load.isFlushing() || load.isEmpty()) {
                continue;
            }
            if (load.isRequested() || isFull(load, nowMs)) {
                seal.add(load.shard());
            } else {
                rest.add(load);
                keptBytes += load.bytes();
            }
        }
        rest.sort(Comparator.comparingLong(ShardLoad::bytes).reversed().thenComparing(ShardLoad::shard));
        for (ShardLoad load : rest) {
            if (keptBytes <= limits.memoryBytesMax()) {
                break;
            }
            seal.add(load.shard());
            keptBytes -= load.bytes();
        }
        return seal;
    }

    private boolean isFull(ShardLoad load, long nowMs) {
        return load.rowsMost() >= limits.segmentRowsMax()
                || load.bytesMost() >= limits.segmentBytesMax()
                || load.walBytes() >= limits.walBytesMax()
                || load.walRecords() >= limits.walRecordsMax()
                || load.deletes() >= limits.deletesMax()
                || nowMs - load.oldestMs() >= ageMsMax(load);
    }

    private long ageMsMax(ShardLoad load) {
        return load.anyGone() ? Math.min(limits.ageMsMax(), GONE_AGE_MS_MAX) : limits.ageMsMax();
    }
}
