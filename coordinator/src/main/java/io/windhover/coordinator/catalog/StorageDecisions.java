package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.CheckpointGone;
import io.windhover.coordinator.catalog.CatalogChange.CheckpointPut;
import io.windhover.coordinator.catalog.CatalogChange.CollectionGone;
import io.windhover.coordinator.catalog.CatalogChange.DeltaGone;
import io.windhover.coordinator.catalog.CatalogChange.DeltaPut;
import io.windhover.coordinator.catalog.CatalogChange.IndexGone;
import io.windhover.coordinator.catalog.CatalogChange.PartitionGone;
import io.windhover.coordinator.catalog.CatalogChange.PlacementGone;
import io.windhover.coordinator.catalog.CatalogChange.SegmentGone;
import io.windhover.coordinator.catalog.CatalogChange.SegmentPut;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Collection.CollectionStorage;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.role.Command;
import java.util.List;
import java.util.Optional;

/**
 * Takes results of flushes, index builds, compactions and purges. Each is checked again against the state it is
 * committed to: a result whose owner or inputs are gone changes nothing, and its files are garbage.
 */
final class StorageDecisions {
    private static final int PURGED_AT_ONCE = 1_000;

    private StorageDecisions() {}

    static Decision flushed(Draft draft, Command.SegmentsFlushed command) {
        Optional<Collection> owner = active(draft, command.shard().collection());
        if (owner.isEmpty()) {
            return draft.already(0);
        }
        Collection collection = owner.get();
        requireOwner(collection, command);
        CollectionStorage storage = collection.storage();
        for (SegmentEntry segment : command.segments()) {
            Invariant.check(
                    segment.shard().equals(command.shard()), "segment {} is not of {}", segment.id(), command.shard());
            if (isActive(collection, segment.partition()) && !storage.segments().contains(segment.id())) {
                draft.change(new SegmentPut(segment));
            }
        }
        if (command.deltas().isPresent()) {
            DeltaEntry delta = command.deltas().get();
            Invariant.check(
                    delta.shard().equals(command.shard()), "deletes {} are not of {}", delta.id(), command.shard());
            if (!storage.deltas().contains(delta.id())) {
                draft.change(new DeltaPut(delta));
            }
        }
        advance(draft, storage, command.shard(), command.checkpoint());
        return draft.done(0);
    }

    private static void requireOwner(Collection collection, Command.SegmentsFlushed command) {
        long now = collection.placement(command.shard().number()).tenure();
        if (command.tenure() != 0 && command.tenure() != now) {
            throw new DatabaseException(
                    ErrorCode.NOT_OWNER,
                    "the flush of shard " + command.shard() + " is of an owner whose tenure has ended");
        }
    }

    private static void advance(Draft draft, CollectionStorage storage, ShardId shard, ShardCheckpoint wanted) {
        ShardCheckpoint present = storage.checkpoints().find(shard.number()).orElse(ShardCheckpoint.START);
        if (wanted.walPosition() > present.walPosition()) {
            Invariant.check(
                    wanted.timestamp().compareTo(present.timestamp()) >= 0,
                    "checkpoint of shard {} goes on in position and back in time",
                    shard);
            draft.change(new CheckpointPut(shard, wanted));
        }
    }

    static Decision indexBuilt(Draft draft, Command.IndexBuilt command) {
        Optional<Collection> collection =
                active(draft, command.collection()).filter(c -> c.indexes().contains(command.index()));
        Optional<SegmentEntry> segment = collection
                .flatMap(c -> c.storage().segments().find(command.segment()))
                .filter(s -> isActive(collection.get(), s.partition()))
                .filter(s -> !s.indexes().contains(command.index()));
        if (segment.isPresent()) {
            SegmentEntry before = segment.get();
            draft.change(new SegmentPut(
                    CollectionEdits.withFiles(before, before.indexes().with(command.index(), command.file()))));
        }
        return draft.done(0);
    }

    static Decision compacted(Draft draft, Command.SegmentsCompacted command) {
        Optional<Collection> owner = draft.catalog().collections().find(command.collection());
        if (owner.isEmpty() || !canReplace(owner.get(), command)) {
            return draft.already(0);
        }
        for (SegmentId input : command.inputs()) {
            draft.change(new SegmentGone(command.collection(), input));
        }
        for (SegmentId delta : command.deltas()) {
            draft.change(new DeltaGone(command.collection(), delta));
        }
        for (SegmentEntry output : command.outputs()) {
            draft.change(new SegmentPut(output));
        }
        return draft.done(0);
    }

    private static boolean canReplace(Collection collection, Command.SegmentsCompacted command) {
        CollectionStorage storage = collection.storage();
        boolean inputsThere = command.inputs().stream().allMatch(storage.segments()::contains)
                && command.deltas().stream().allMatch(storage.deltas()::contains);
        boolean outputsFit = command.outputs().stream()
                .allMatch(s -> s.shard().collection().equals(collection.id())
                        && isActive(collection, s.partition())
                        && !storage.segments().contains(s.id()));
        // What is being dropped may lose segments, but gets no new ones.
        return inputsThere
                && outputsFit
                && (collection.isActive() || command.outputs().isEmpty());
    }

    static Decision partitionPurged(Draft draft, Command.PartitionPurged command) {
        Optional<Collection> collection = draft.catalog().collections().find(command.collection());
        Optional<Partition> partition = collection.flatMap(c -> c.partitions().find(command.partition()));
        if (partition.isEmpty()) {
            return draft.already(0);
        }
        Invariant.check(!partition.get().isActive(), "partition {} is purged while in use", command.partition());
        if (!draft.totals().hasSegment(command.partition())) {
            draft.change(new PartitionGone(command.collection(), command.partition()));
        }
        return draft.done(0);
    }

    /** Takes away as much as one transaction may take; what is left goes with the next command. */
    static Decision collectionPurged(Draft draft, Command.CollectionPurged command) {
        Optional<Collection> found = draft.catalog().collections().find(command.collection());
        if (found.isEmpty()) {
            return draft.already(0);
        }
        Collection collection = found.get();
        Invariant.check(!collection.isActive(), "collection {} is purged while in use", collection.id());
        Invariant.check(
                !draft.totals().hasAlias(collection.id()), "dropped collection {} has an alias", collection.id());
        CollectionStorage storage = collection.storage();
        CollectionId id = collection.id();
        if (!storage.segments().isEmpty() || !storage.deltas().isEmpty()) {
            return draft.done(0);
        }
        List<PartitionId> partitions =
                collection.partitions().keys().limit(PURGED_AT_ONCE).toList();
        partitions.forEach(p -> draft.change(new PartitionGone(id, p)));
        if (partitions.size() == collection.partitions().size()) {
            collection.indexes().keys().forEach(i -> draft.change(new IndexGone(id, i)));
            storage.checkpoints().keys().forEach(n -> draft.change(new CheckpointGone(new ShardId(id, n))));
            collection.placements().keys().forEach(n -> draft.change(new PlacementGone(new ShardId(id, n))));
            draft.change(new CollectionGone(id));
        }
        return draft.done(0);
    }

    private static Optional<Collection> active(Draft draft, CollectionId id) {
        return draft.catalog().collections().find(id).filter(Collection::isActive);
    }

    private static boolean isActive(Collection collection, PartitionId partition) {
        return collection.partitions().find(partition).map(Partition::isActive).orElse(false);
    }
}
