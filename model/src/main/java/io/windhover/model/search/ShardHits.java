package io.windhover.model.search;

import io.windhover.model.Timestamp;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import java.util.Optional;

/**
 * The hits of one shard, query after query, best first within a query.
 *
 * @param hitCounts hits of each query
 * @param keys      primary keys of all hits
 * @param scores    the metric's own score of each hit (L2: squared distance)
 * @param rows      output fields of all hits; may have no columns
 * @param groups    values of the grouping field of all hits
 * @param servedAt  exactly the changes up to here were visible
 */
public record ShardHits(
        int[] hitCounts,
        PrimaryKeys keys,
        float[] scores,
        RowBatch rows,
        Optional<FieldColumn> groups,
        Timestamp servedAt) {}
