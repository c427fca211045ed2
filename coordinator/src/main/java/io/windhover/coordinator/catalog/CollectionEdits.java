package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.CollectionHead;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Collection.CollectionStorage;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.ShardPlacement;
import io.windhover.model.catalog.StoredFile;
import java.util.Map;
import java.util.Optional;

/** One collection with one thing of it changed. */
final class CollectionEdits {
    private CollectionEdits() {}

    static Collection withHead(Collection c, CollectionHead head) {
        return new Collection(
                c.id(),
                head.database(),
                head.name(),
                head.createdAt(),
                head.state(),
                head.schema(),
                head.settings(),
                c.partitions(),
                c.partitionNames(),
                c.indexes(),
                c.load(),
                c.storage(),
                c.placements());
    }

    static Collection withPartition(Collection c, Partition partition) {
        PersistentMap<String, PartitionId> names = withoutName(c, partition.id());
        return partitions(
                c,
                c.partitions().with(partition.id(), partition),
                partition.isActive() ? names.with(partition.name(), partition.id()) : names);
    }

    static Collection withoutPartition(Collection c, PartitionId id) {
        return partitions(c, c.partitions().without(id), withoutName(c, id));
    }

    private static PersistentMap<String, PartitionId> withoutName(Collection c, PartitionId id) {
        Optional<Partition> before = c.partitions().find(id);
        return before.isPresent() && before.get().isActive()
                ? c.partitionNames().without(before.get().name())
                : c.partitionNames();
    }

    private static Collection partitions(
            Collection c, PersistentMap<PartitionId, Partition> byId, PersistentMap<String, PartitionId> byName) {
        return new Collection(
                c.id(),
                c.database(),
                c.name(),
                c.createdAt(),
                c.state(),
                c.schema(),
                c.settings(),
                byId,
                byName,
                c.indexes(),
                c.load(),
                c.storage(),
                c.placements());
    }

    static Collection withIndex(Collection c, IndexDefinition index) {
        return indexes(c, c.indexes().with(index.id(), index), c.storage());
    }

    static Collection withoutIndex(Collection c, IndexId id) {
        PersistentMap<SegmentId, SegmentEntry> segments = c.storage().segments();
        for (Map.Entry<SegmentId, SegmentEntry> entry : c.storage().segments()) {
            SegmentEntry segment = entry.getValue();
            if (segment.indexes().contains(id)) {
                segments = segments.with(
                        segment.id(), withFiles(segment, segment.indexes().without(id)));
            }
        }
        CollectionStorage storage = new CollectionStorage(
                segments, c.storage().deltas(), c.storage().checkpoints());
        return indexes(c, c.indexes().without(id), storage);
    }

    private static Collection indexes(
            Collection c, PersistentMap<IndexId, IndexDefinition> indexes, CollectionStorage storage) {
        return new Collection(
                c.id(),
                c.database(),
                c.name(),
                c.createdAt(),
                c.state(),
                c.schema(),
                c.settings(),
                c.partitions(),
                c.partitionNames(),
                indexes,
                c.load(),
                storage,
                c.placements());
    }

    static Collection withLoad(Collection c, LoadState load) {
        return new Collection(
                c.id(),
                c.database(),
                c.name(),
                c.createdAt(),
                c.state(),
                c.schema(),
                c.settings(),
                c.partitions(),
                c.partitionNames(),
                c.indexes(),
                load,
                c.storage(),
                c.placements());
    }

    static Collection withSegment(Collection c, SegmentEntry segment) {
        PersistentMap<IndexId, StoredFile> files = segment.indexes();
        for (Map.Entry<IndexId, StoredFile> file : segment.indexes()) {
            files = c.indexes().contains(file.getKey()) ? files : files.without(file.getKey());
        }
        return segments(c, c.storage().segments().with(segment.id(), withFiles(segment, files)));
    }

    static Collection withoutSegment(Collection c, SegmentId id) {
        return segments(c, c.storage().segments().without(id));
    }

    static SegmentEntry withFiles(SegmentEntry s, PersistentMap<IndexId, StoredFile> files) {
        return new SegmentEntry(
                s.id(),
                s.shard(),
                s.partition(),
                s.rowCount(),
                s.minTimestamp(),
                s.maxTimestamp(),
                s.deletesUpTo(),
                s.data(),
                files,
                s.indexlessRows());
    }

    static Collection withPlacement(Collection c, int shard, ShardPlacement placement) {
        return placements(c, c.placements().with(shard, placement));
    }

    static Collection withoutPlacement(Collection c, int shard) {
        return placements(c, c.placements().without(shard));
    }

    private static Collection placements(Collection c, PersistentMap<Integer, ShardPlacement> placements) {
        return new Collection(
                c.id(),
                c.database(),
                c.name(),
                c.createdAt(),
                c.state(),
                c.schema(),
                c.settings(),
                c.partitions(),
                c.partitionNames(),
                c.indexes(),
                c.load(),
                c.storage(),
                placements);
    }

    static Collection withDelta(Collection c, DeltaEntry delta) {
        return deltas(c, c.storage().deltas().with(delta.id(), delta));
    }

    static Collection withoutDelta(Collection c, SegmentId id) {
        return deltas(c, c.storage().deltas().without(id));
    }

    static Collection withCheckpoint(Collection c, ShardId shard, ShardCheckpoint checkpoint) {
        return checkpoints(c, c.storage().checkpoints().with(shard.number(), checkpoint));
    }

    static Collection withoutCheckpoint(Collection c, ShardId shard) {
        return checkpoints(c, c.storage().checkpoints().without(shard.number()));
    }

    private static Collection segments(Collection c, PersistentMap<SegmentId, SegmentEntry> segments) {
        return storage(
                c,
                new CollectionStorage(
                        segments, c.storage().deltas(), c.storage().checkpoints()));
    }

    private static Collection deltas(Collection c, PersistentMap<SegmentId, DeltaEntry> deltas) {
        return storage(
                c,
                new CollectionStorage(
                        c.storage().segments(), deltas, c.storage().checkpoints()));
    }

    private static Collection checkpoints(Collection c, PersistentMap<Integer, ShardCheckpoint> checkpoints) {
        return storage(
                c, new CollectionStorage(c.storage().segments(), c.storage().deltas(), checkpoints));
    }

    private static Collection storage(Collection c, CollectionStorage storage) {
        return indexes(c, c.indexes(), storage);
    }
}
