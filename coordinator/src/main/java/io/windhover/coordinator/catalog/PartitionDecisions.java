package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.PartitionPut;
import io.windhover.model.DatabaseException;
import io.windhover.model.PartitionId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.Partition.PartitionState;
import io.windhover.model.role.Command;
import java.util.Optional;

/**
 * Creates and drops partitions.
 *
 * <pre>
 * state     | create           | drop                      | PartitionPurged
 * absent    | Active           | no change                 | no change
 * Active    | no change        | loaded: refused; Dropping | invariant failure
 * Dropping  | (its name is not in use any more)            | gone
 * </pre>
 *
 * What happens to one partition depends on this partition alone, never on what its neighbours are doing.
 */
final class PartitionDecisions {
    private PartitionDecisions() {}

    static Decision create(Draft draft, Command.CreatePartition command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        if (collection.settings().keyPartitions() > 0) {
            throw DatabaseException.invalid("disable create partition if partition key mode is used");
        }
        Optional<PartitionId> existing = collection.partitionNames().find(command.partition());
        if (existing.isPresent()) {
            return draft.already(existing.get().value());
        }
        int count = collection.partitionNames().size();
        if (count >= draft.limits().partitions()) {
            throw DatabaseException.invalid(
                    "partition number (%d) exceeds max configuration (%d), collection: %s",
                    count, draft.limits().partitions(), collection.name());
        }
        draft.requireCapacity(collection.settings().shardCount());
        PartitionId id = new PartitionId(draft.takeId());
        draft.change(new PartitionPut(
                collection.id(), new Partition(id, command.partition(), draft.now(), new PartitionState.Active())));
        return draft.done(id.value());
    }

    static Decision drop(Draft draft, Command.DropPartition command) {
        if (command.partition().equals(Partition.DEFAULT_NAME)) {
            throw DatabaseException.invalid("default partition cannot be deleted");
        }
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        if (collection.settings().keyPartitions() > 0) {
            throw DatabaseException.invalid("disable drop partition if partition key mode is used");
        }
        Optional<Partition> partition = collection.partition(command.partition());
        if (partition.isEmpty()) {
            return draft.already(0);
        }
        Partition present = partition.get();
        if (collection.load().covers(present.id())) {
            throw DatabaseException.invalid(
                    "partition cannot be dropped, partition is loaded, please release it first");
        }
        draft.change(new PartitionPut(
                collection.id(),
                new Partition(
                        present.id(), present.name(), present.createdAt(), new PartitionState.Dropping(draft.now()))));
        LoadDecisions.forget(draft, collection, present.id());
        return draft.done(0);
    }
}
