package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.LoadPut;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.LoadState.CollectionLoaded;
import io.windhover.model.catalog.LoadState.PartitionsLoaded;
import io.windhover.model.catalog.LoadState.Released;
import io.windhover.model.role.Command;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads and releases.
 *
 * <pre>
 * state            | load all         | load some (p)          | release all | release some (p)
 * Released         | CollectionLoaded | PartitionsLoaded(p)    | no change   | no change
 * CollectionLoaded | nothing excepted | p no longer excepted   | Released    | p excepted; none left: Released
 * PartitionsLoaded | CollectionLoaded | p added                | Released    | p removed; none left: Released
 * </pre>
 *
 * A new list of fields needs a release first. A new number of replicas does not: readers come and go step by step.
 */
final class LoadDecisions {
    private LoadDecisions() {}

    static Decision load(Draft draft, Command.Load command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        requireNoKeyPartitions(collection, command.partitions(), "load");
        List<PartitionId> partitions = ids(collection, command.partitions());
        requireFields(collection.schema(), command.fields());
        requireVectorIndexes(collection, command.fields());
        List<String> groups = ReplicaDecisions.wanted(draft, collection, command.replicas(), command.groups());
        LoadState after = command.partitions().isEmpty()
                ? withAll(collection.load(), groups, command.fields())
                : withSome(collection.load(), partitions, groups, command.fields());
        return set(draft, collection, after);
    }

    private static LoadState withAll(LoadState before, List<String> groups, List<String> fields) {
        switch (before) {
            case Released _ -> {}
            case CollectionLoaded all -> requireSame(all.fields(), fields);
            case PartitionsLoaded some -> requireSame(some.fields(), fields);
        }
        return new CollectionLoaded(groups.size(), fields, List.of(), groups);
    }

    private static LoadState withSome(
            LoadState before, List<PartitionId> partitions, List<String> groups, List<String> fields) {
        switch (before) {
            case Released _ -> {
                return new PartitionsLoaded(groups.size(), fields, partitions, groups);
            }
            case CollectionLoaded all -> {
                requireSame(all.fields(), fields);
                return new CollectionLoaded(groups.size(), all.fields(), without(all.released(), partitions), groups);
            }
            case PartitionsLoaded some -> {
                requireSame(some.fields(), fields);
                return new PartitionsLoaded(groups.size(), some.fields(), union(some.partitions(), partitions), groups);
            }
        }
    }

    private static void requireSame(List<String> fields, List<String> newFields) {
        if (!new LinkedHashSet<>(fields).equals(new LinkedHashSet<>(newFields))) {
            throw differs("the load field list for loaded collection", fields, newFields);
        }
    }

    private static DatabaseException differs(String what, Object present, Object wanted) {
        DatabaseException base =
                DatabaseException.of(ErrorCode.PARAMETER_INVALID, "expected", present, "actual", wanted);
        return new DatabaseException(base.code(), "can't change " + what + ": " + base.getMessage());
    }

    static Decision release(Draft draft, Command.Release command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        requireNoKeyPartitions(collection, command.partitions(), "release");
        List<PartitionId> partitions = ids(collection, command.partitions());
        LoadState after = command.partitions().isEmpty() ? new Released() : released(collection, partitions);
        return set(draft, collection, after);
    }

    private static LoadState released(Collection collection, List<PartitionId> partitions) {
        return switch (collection.load()) {
            case Released none -> none;
            case CollectionLoaded all -> {
                List<PartitionId> released = union(all.released(), partitions);
                boolean nothingLeft =
                        released.size() == collection.partitionNames().size();
                yield nothingLeft
                        ? new Released()
                        : new CollectionLoaded(all.replicas(), all.fields(), released, all.groups());
            }
            case PartitionsLoaded some -> {
                List<PartitionId> left = without(some.partitions(), partitions);
                yield left.isEmpty()
                        ? new Released()
                        : new PartitionsLoaded(some.replicas(), some.fields(), left, some.groups());
            }
        };
    }

    /** Removes a partition that is being dropped from the load state of its collection. */
    static void forget(Draft draft, Collection collection, PartitionId partition) {
        if (collection.load() instanceof CollectionLoaded all && all.released().contains(partition)) {
            List<PartitionId> released = without(all.released(), List.of(partition));
            draft.change(new LoadPut(
                    collection.id(), new CollectionLoaded(all.replicas(), all.fields(), released, all.groups())));
        }
    }

    /** Lets the successors of partitions be loaded or released as those were. */
    static void follow(Draft draft, Collection collection, Map<PartitionId, PartitionId> successors) {
        LoadState after = switch (collection.load()) {
            case Released none -> none;
            case CollectionLoaded all ->
                new CollectionLoaded(
                        all.replicas(), all.fields(), successors(all.released(), successors), all.groups());
            case PartitionsLoaded some ->
                new PartitionsLoaded(
                        some.replicas(), some.fields(), successors(some.partitions(), successors), some.groups());
        };
        if (!after.equals(collection.load())) {
            draft.change(new LoadPut(collection.id(), after));
        }
    }

    private static List<PartitionId> successors(List<PartitionId> ids, Map<PartitionId, PartitionId> successors) {
        return ids.stream().map(id -> successors.getOrDefault(id, id)).toList();
    }

    private static Decision set(Draft draft, Collection collection, LoadState after) {
        if (!after.equals(collection.load())) {
            if (after.isLoaded()
                    && !after.replicaGroups().equals(collection.load().replicaGroups())) {
                PlacementDecisions.requireReaders(draft, after.replicaGroups());
            }
            draft.change(new LoadPut(collection.id(), after));
            if (!after.isLoaded()) {
                PlacementDecisions.noReaders(draft, collection);
            } else if (!collection.load().isLoaded()) {
                PlacementDecisions.readers(draft, collection, after.replicaGroups());
            }
        }
        return draft.done(0);
    }

    private static List<PartitionId> ids(Collection collection, List<String> names) {
        return names.stream()
                .map(name -> Catalog.requirePartition(collection, name).id())
                .toList();
    }

    private static void requireNoKeyPartitions(Collection collection, List<String> partitions, String verb) {
        if (!partitions.isEmpty() && collection.settings().keyPartitions() > 0) {
            throw DatabaseException.invalid("disable %s partitions if partition key mode is used", verb);
        }
    }

    private static void requireFields(CollectionSchema schema, List<String> fields) {
        if (fields.isEmpty()) {
            return;
        }
        for (String field : fields) {
            if (schema.field(field).isEmpty()) {
                throw DatabaseException.of(ErrorCode.FIELD_NOT_FOUND, "fieldName", field);
            }
        }
        for (FieldSchema field : schema.fields()) {
            boolean listed = fields.contains(field.name());
            if (!listed && field.traits().primaryKey()) {
                throw DatabaseException.invalid(
                        "load field list %s does not contain primary key field %s", fields, field.name());
            }
            if (!listed && field.traits().partitionKey()) {
                throw DatabaseException.invalid(
                        "load field list %s does not contain partition key field %s", fields, field.name());
            }
        }
        if (schema.vectorFields().stream().noneMatch(f -> fields.contains(f.name()))) {
            throw DatabaseException.invalid("load field list %s does not contain vector field", fields);
        }
    }

    private static void requireVectorIndexes(Collection collection, List<String> fields) {
        Set<FieldId> indexed = new LinkedHashSet<>();
        collection.indexes().values().map(IndexDefinition::field).forEach(indexed::add);
        List<String> missing = collection.schema().vectorFields().stream()
                .filter(f -> fields.isEmpty() || fields.contains(f.name()))
                .filter(f -> !indexed.contains(f.id()))
                .map(FieldSchema::name)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        if (indexed.isEmpty()) {
            throw DatabaseException.of(ErrorCode.INDEX_NOT_FOUND, "collection", collection.name());
        }
        throw DatabaseException.invalid(
                "there is no vector index on field: [%s], please create index firstly", String.join(" ", missing));
    }

    private static List<PartitionId> union(List<PartitionId> some, List<PartitionId> more) {
        Set<PartitionId> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return new ArrayList<>(all);
    }

    private static List<PartitionId> without(List<PartitionId> some, List<PartitionId> less) {
        Set<PartitionId> left = new LinkedHashSet<>(some);
        left.removeAll(new LinkedHashSet<>(less));
        return new ArrayList<>(left);
    }
}
