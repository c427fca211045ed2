package io.windhover.model.search;

import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import java.util.List;

/**
 * The rows of one shard in ascending order of their primary keys.
 *
 * @param keys     of the rows; empty when only counted or grouped
 * @param rows     output fields
 * @param count    how many rows matched (before the limit when only counted)
 * @param servedAt exactly the changes up to here were visible
 * @param groups   what was measured of the rows that matched, when that was asked; each key once
 */
public record ShardRows(PrimaryKeys keys, RowBatch rows, long count, Timestamp servedAt, List<Group> groups) {
    /** Copies the list. */
    public ShardRows {
        groups = List.copyOf(groups);
    }

    /** Rows that were not grouped. */
    public ShardRows(PrimaryKeys keys, RowBatch rows, long count, Timestamp servedAt) {
        this(keys, rows, count, servedAt, List.of());
    }
}
