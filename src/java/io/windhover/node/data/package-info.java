/**
 * The owner of shards: takes writes, logs them, holds the newest rows, flushes them into segments, builds index files
 * and compacts. Start at {@code ShardOwner}. Changes the catalog only by commands to the
 * coordinator.
 */
package io.windhover.node.data;
