/**
 * Writes: rows checked against the schema, completed, split by shard and partition, sent to the shards' owners. Start at
 * {@link io.windhover.proxy.write.Writes}.
 */
package io.windhover.proxy.write;
