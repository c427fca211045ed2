/**
 * Reads: search, hybrid search and query, planned on one catalog, asked of every shard, reduced to one answer. Start at
 * {@link io.windhover.proxy.read.Searches}.
 */
package io.windhover.proxy.read;
