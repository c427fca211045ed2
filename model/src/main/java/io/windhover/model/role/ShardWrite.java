package io.windhover.model.role;

import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import java.util.List;
import java.util.Optional;

/**
 * Changes of one shard that happen at one timestamp, all or none: first the deletes (they hit rows older than this
 * write), then the inserts. An upsert is both.
 *
 * @param shard          where
 * @param catalogVersion the version it was planned on
 * @param inserts        rows with every field of the schema (nulls and defaults filled in), by partition
 * @param deletes        keys to delete in the given partitions (none given: in all)
 */
public record ShardWrite(
        ShardId shard, long catalogVersion, List<PartitionRows> inserts, Optional<KeyDeletes> deletes) {
    /** Rows of one partition. */
    public record PartitionRows(PartitionId partition, RowBatch rows) {}

    /** Keys to delete; {@code partitions} empty = in every partition. */
    public record KeyDeletes(PrimaryKeys keys, List<PartitionId> partitions) {}

    /** Copies the list. */
    public ShardWrite {
        inserts = List.copyOf(inserts);
    }
}
