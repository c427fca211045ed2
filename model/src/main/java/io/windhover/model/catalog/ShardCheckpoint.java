package io.windhover.model.catalog;

import io.windhover.model.Timestamp;

/**
 * Where the replay of a shard's log starts: everything at or before is in committed files.
 *
 * @param walPosition value of the log position; 0 = from the start
 * @param timestamp   of the last change at that position
 */
public record ShardCheckpoint(long walPosition, Timestamp timestamp) {
    /** Of a shard that never flushed. */
    public static final ShardCheckpoint START = new ShardCheckpoint(0, Timestamp.ZERO);
}
