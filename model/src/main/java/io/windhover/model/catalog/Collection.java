package io.windhover.model.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.schema.CollectionSchema;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A collection with all it owns.
 *
 * @param id          never used again
 * @param database    where its name is
 * @param name        the present one
 * @param createdAt   when
 * @param state       its life
 * @param schema      its fields
 * @param settings    what the user chose
 * @param partitions  active and dropping ones
 * @param partitionNames of the active ones
 * @param indexes     definitions
 * @param load        what shall be searchable
 * @param storage     its files
 * @param placements  who is in charge of its shards, by number; empty for a database in one process
 */
public record Collection(
        CollectionId id,
        DatabaseId database,
        String name,
        Timestamp createdAt,
        CollectionState state,
        CollectionSchema schema,
        CollectionSettings settings,
        PersistentMap<PartitionId, Partition> partitions,
        PersistentMap<String, PartitionId> partitionNames,
        PersistentMap<IndexId, IndexDefinition> indexes,
        LoadState load,
        CollectionStorage storage,
        PersistentMap<Integer, ShardPlacement> placements) {

    /** The life of a collection; what is gone is no longer in the catalog. */
    public sealed interface CollectionState {
        /** In use. */
        record Active() implements CollectionState {}

        /** Its name is free; what it held is being given back. */
        record Dropping(Timestamp droppedAt) implements CollectionState {}
    }

    /**
     * The committed files of a collection.
     *
     * @param segments    sealed segments
     * @param deltas      flushed deletes
     * @param checkpoints by shard number
     */
    public record CollectionStorage(
            PersistentMap<SegmentId, SegmentEntry> segments,
            PersistentMap<SegmentId, DeltaEntry> deltas,
            PersistentMap<Integer, ShardCheckpoint> checkpoints) {
        /** Nothing stored yet. */
        public static final CollectionStorage EMPTY =
                new CollectionStorage(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());
    }

    /** Tells whether it is in use. */
    public boolean isActive() {
        return switch (state) {
            case CollectionState.Active _ -> true;
            case CollectionState.Dropping _ -> false;
        };
    }

    /** Finds an active partition by name. */
    public Optional<Partition> partition(String partitionName) {
        return partitionNames.find(partitionName).flatMap(partitions::find);
    }

    /** Returns the active partitions in order of creation. */
    public Stream<Partition> activePartitions() {
        return partitions.values().filter(Partition::isActive);
    }

    /**
     * Returns the partition that took the place of another when the collection was truncated, the last of several: one of
     * its name that was created at the very time at which it was dropped. Else the partition itself.
     */
    public PartitionId successor(PartitionId partition) {
        Optional<Partition> old = partitions.find(partition);
        if (old.isEmpty() || !(old.get().state() instanceof Partition.PartitionState.Dropping(Timestamp droppedAt))) {
            return partition;
        }
        return partitions
                .values()
                .filter(next ->
                        next.name().equals(old.get().name()) && next.createdAt().equals(droppedAt))
                .findFirst()
                .map(next -> successor(next.id()))
                .orElse(partition);
    }

    /**
     * Says why a partition that is not active takes no part.
     *
     * @return CATALOG_STALE if it has a successor, which is to be asked for instead, else PARTITION_NOT_FOUND
     */
    public DatabaseException absent(PartitionId partition) {
        ErrorCode code =
                successor(partition).equals(partition) ? ErrorCode.PARTITION_NOT_FOUND : ErrorCode.CATALOG_STALE;
        return DatabaseException.of(code, "partition", partition);
    }

    /** Returns who is in charge of a shard. */
    public ShardPlacement placement(int shard) {
        return placements.find(shard).orElse(ShardPlacement.NOBODY);
    }

    /** Finds an index definition by name. */
    public Optional<IndexDefinition> index(String indexName) {
        return indexes.values().filter(i -> i.name().equals(indexName)).findFirst();
    }
}
