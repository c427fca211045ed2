package io.windhover.model.search;

import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;

/**
 * The rows of one shard in ascending order of their primary keys.
 *
 * @param keys     of the rows; empty when only counted
 * @param rows     output fields
 * @param count    how many rows matched (before the limit when only counted)
 * @param servedAt exactly the changes up to here were visible
 */
public record ShardRows(PrimaryKeys keys, RowBatch rows, long count, Timestamp servedAt) {}
