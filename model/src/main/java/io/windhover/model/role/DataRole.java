package io.windhover.model.role;

import io.windhover.model.CollectionId;
import io.windhover.model.JobId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import java.util.List;
import java.util.Optional;

/** The owner of shards: takes their changes, holds what is not in sealed segments yet. */
public interface DataRole {
    /**
     * Appends one write to the shard's log and applies it; durable and visible to every read that starts after the
     * answer.
     *
     * @return the time of all its changes
     * @throws io.windhover.model.DatabaseException NOT_OWNER, CATALOG_STALE (a partition is unknown here),
     *     PARTITION_NOT_FOUND, COLLECTION_NOT_FOUND, DISK_FULL, SERVICE_RATE_LIMIT when too much waits
     */
    Timestamp append(ShardWrite write);

    /** Searches the growing rows of a shard and tells the deletes a query node has not applied yet. */
    TailReads.TailHits searchTail(TailReads.TailSearch request);

    /** Reads the growing rows of a shard by condition and tells the deletes a query node has not applied yet. */
    TailReads.TailRows queryTail(TailReads.TailQuery request);

    /**
     * Tells that the readers of a shard serve every row up to a time themselves from now on, so that its owner may let
     * go of flushed rows before their grace ends. A reader that lags behind then meets VIEW_STALE and takes a newer view.
     */
    default void readersCover(ShardId shard, Timestamp upTo) {}

    /**
     * Starts to seal and flush everything of a collection that was acknowledged before the call.
     *
     * @return the segments that are being flushed, and the time up to which all is covered
     * @throws io.windhover.model.DatabaseException SERVICE_RATE_LIMIT when too many shards wait for a flush
     */
    FlushTicket flush(CollectionId collection);

    /** Tells whether everything up to a time is in committed files. */
    boolean isFlushed(CollectionId collection, Timestamp upTo);

    /** Returns the growing segments of a collection. */
    List<GrowingState> growing(CollectionId collection);

    /** Tells how it goes; never waits. */
    RoleHealth roleHealth();

    /**
     * Asks for all segments of a collection to be merged as far as sizes allow, and for its deletes to be applied. Rows
     * that are in no file yet are left alone.
     *
     * @throws io.windhover.model.DatabaseException SERVICE_RATE_LIMIT when too many such requests wait
     */
    CompactionTicket compact(CollectionId collection);

    /** Returns how far a compaction is that was asked for here; empty if it is not known, or so old as to be forgotten. */
    Optional<CompactionProgress> compaction(JobId job);

    /** Tells whether the log of a collection is still held here. */
    boolean holds(CollectionId collection);

    /** What a flush covers. */
    record FlushTicket(List<SegmentId> segments, Timestamp upTo) {
        /** Copies the list. */
        public FlushTicket {
            segments = List.copyOf(segments);
        }
    }

    /** A growing segment as statistics see it. */
    record GrowingState(
            SegmentId id, ShardId shard, io.windhover.model.PartitionId partition, long rowCount, long bytes) {}
}
