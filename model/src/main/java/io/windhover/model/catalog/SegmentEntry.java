package io.windhover.model.catalog;

import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;

/**
 * A sealed segment whose files are durable.
 *
 * @param id        also the id it had while growing
 * @param shard     owner
 * @param partition of all its rows
 * @param rowCount  rows in its files, deleted ones included
 * @param minTimestamp of its oldest row
 * @param maxTimestamp of its newest row; deletes later than a row's own timestamp apply to it
 * @param deletesUpTo deletes at or before this time are already applied to the files
 * @param data      the column file
 * @param indexes   index files that are built, by definition
 * @param indexlessRows set when the segment is too small to get index files
 */
public record SegmentEntry(
        SegmentId id,
        ShardId shard,
        PartitionId partition,
        long rowCount,
        Timestamp minTimestamp,
        Timestamp maxTimestamp,
        Timestamp deletesUpTo,
        StoredFile data,
        PersistentMap<IndexId, StoredFile> indexes,
        boolean indexlessRows) {}
