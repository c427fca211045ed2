package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.PartitionPut;
import io.windhover.model.DatabaseException;
import io.windhover.model.PartitionId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.Partition.PartitionState;
import io.windhover.model.role.Command;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
 * What happens to one partition depends on this partition alone, never on what its neighbours are doing. Several named in
 * one command are created or dropped together or not at all.
 */
final class PartitionDecisions {
    private PartitionDecisions() {}

    static Decision create(Draft draft, Command.CreatePartitions command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        if (collection.settings().keyPartitions() > 0) {
            throw DatabaseException.invalid("disable create partition if partition key mode is used");
        }
        requireDistinct(command.partitions());
        int count = collection.partitionNames().size();
        long first = 0;
        for (String name : command.partitions()) {
            Optional<PartitionId> existing = collection.partitionNames().find(name);
            if (existing.isEmpty()) {
                requireRoom(draft, collection, count++, among(command.partitions(), name));
            }
            long id = existing.isPresent() ? existing.get().value() : add(draft, collection, name);
            first = first == 0 ? id : first;
        }
        return draft.done(first);
    }

    private static void requireRoom(Draft draft, Collection collection, int count, String which) {
        if (count >= draft.limits().partitions()) {
            throw DatabaseException.invalid(
                    "partition number (%d) exceeds max configuration (%d), collection: %s%s",
                    count, draft.limits().partitions(), collection.name(), which);
        }
        draft.requireCapacity(collection.settings().shardCount());
    }

    private static long add(Draft draft, Collection collection, String name) {
        PartitionId id = new PartitionId(draft.takeId());
        draft.change(
                new PartitionPut(collection.id(), new Partition(id, name, draft.now(), new PartitionState.Active())));
        return id.value();
    }

    private static void requireDistinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw DatabaseException.invalid("duplicated partition name: %s", name);
            }
        }
    }

    /** Names the partition in a message about one of several. */
    private static String among(List<String> names, String name) {
        return names.size() == 1 ? "" : ", partition: " + name;
    }

    static Decision drop(Draft draft, Command.DropPartitions command) {
        if (command.partitions().contains(Partition.DEFAULT_NAME)) {
            throw DatabaseException.invalid("default partition cannot be deleted");
        }
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        if (collection.settings().keyPartitions() > 0) {
            throw DatabaseException.invalid("disable drop partition if partition key mode is used");
        }
        requireDistinct(command.partitions());
        for (String name : command.partitions()) {
            // Each on what the one before left: forgetting one changes what is loaded.
            Collection now = draft.catalog().collections().find(collection.id()).orElseThrow();
            now.partition(name)
                    .ifPresent(partition -> remove(draft, now, partition, among(command.partitions(), name)));
        }
        return draft.done(0);
    }

    private static void remove(Draft draft, Collection collection, Partition present, String which) {
        if (collection.load().covers(present.id())) {
            throw DatabaseException.invalid(
                    "partition cannot be dropped, partition is loaded, please release it first%s", which);
        }
        putDropping(draft, collection, present);
        LoadDecisions.forget(draft, collection, present.id());
    }

    private static void putDropping(Draft draft, Collection collection, Partition present) {
        draft.change(new PartitionPut(
                collection.id(),
                new Partition(
                        present.id(), present.name(), present.createdAt(), new PartitionState.Dropping(draft.now()))));
    }

    /** Puts a new partition in the place of each, in their order, so that keys stay with the partition of their number. */
    static Decision truncate(Draft draft, Command.TruncateCollection command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        Map<PartitionId, PartitionId> successors = new TreeMap<>();
        for (Partition old : collection.activePartitions().toList()) {
            putDropping(draft, collection, old);
            successors.put(old.id(), new PartitionId(add(draft, collection, old.name())));
        }
        LoadDecisions.follow(draft, collection, successors);
        return draft.done(0);
    }
}
