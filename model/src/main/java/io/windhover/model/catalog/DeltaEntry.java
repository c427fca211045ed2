package io.windhover.model.catalog;

import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;

/**
 * Deletes of one shard that were flushed: primary keys with the times of their deletion.
 *
 * @param id       from the same numbers as segments
 * @param shard    owner
 * @param count    deletes in the file
 * @param minTimestamp of the first
 * @param maxTimestamp of the last
 * @param file     where they are
 */
public record DeltaEntry(
        SegmentId id, ShardId shard, long count, Timestamp minTimestamp, Timestamp maxTimestamp, StoredFile file) {}
