package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.CollectionHead;
import io.windhover.coordinator.catalog.CatalogChange.CollectionPut;
import io.windhover.coordinator.catalog.CatalogChange.LoadPut;
import io.windhover.coordinator.catalog.CatalogChange.PartitionPut;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PartitionId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Collection.CollectionState;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.Partition.PartitionState;
import io.windhover.model.catalog.QualifiedName;
import io.windhover.model.catalog.TimeToLive;
import io.windhover.model.role.Command;
import io.windhover.model.schema.CollectionSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Creates, drops, renames and alters collections.
 *
 * <pre>
 * state     | create           | drop      | rename, alter | CollectionPurged
 * absent    | Active           | no change | refused       | no change
 * Active    | same: no change  | Dropping  | Active        | invariant failure
 * Dropping  | (its name is not in use any more)            | gone
 * </pre>
 */
final class CollectionDecisions {
    private static final String CONSISTENCY = "consistency_level";
    private static final String DESCRIPTION = "collection.description";
    private static final String DYNAMIC = "dynamicfield.enabled";

    private CollectionDecisions() {}

    static Decision create(Draft draft, Command.CreateCollection command) {
        Database database = draft.catalog().requireDatabase(command.database());
        QualifiedName name = new QualifiedName(database.id(), command.collection());
        CollectionSchema schema = SchemaDecisions.fresh(draft, command);
        Optional<CollectionId> existing = draft.catalog().collectionNames().find(name);
        if (existing.isPresent()) {
            return again(draft, existing.get(), schema, command);
        }
        if (draft.catalog().aliases().contains(name)) {
            throw DatabaseException.invalid(
                    "collection name [%s] conflicts with an existing alias, please choose a unique name",
                    command.collection());
        }
        requireShards(draft, command.settings());
        TimeToLive.check(command.settings().properties());
        List<String> partitions = partitionNames(command.settings());
        draft.requireRoomForCollection(database);
        draft.requireCapacity((long) partitions.size() * command.settings().shardCount());
        CollectionId id = new CollectionId(draft.takeId());
        draft.change(new CollectionPut(new CollectionHead(
                id,
                database.id(),
                command.collection(),
                draft.now(),
                new CollectionState.Active(),
                schema,
                command.settings())));
        for (String partition : partitions) {
            PartitionId partitionId = new PartitionId(draft.takeId());
            draft.change(new PartitionPut(
                    id, new Partition(partitionId, partition, draft.now(), new PartitionState.Active())));
        }
        PlacementDecisions.owners(draft, id);
        return draft.done(id.value());
    }

    private static Decision again(
            Draft draft, CollectionId id, CollectionSchema schema, Command.CreateCollection command) {
        Collection present = draft.catalog().collections().find(id).orElseThrow();
        boolean same = present.schema().description().equals(schema.description())
                && present.schema().fields().equals(schema.fields())
                && present.settings().equals(command.settings());
        if (!same) {
            throw DatabaseException.invalid(
                    "create duplicate collection with different parameters, collection: %s", command.collection());
        }
        return draft.already(id.value());
    }

    private static void requireShards(Draft draft, CollectionSettings settings) {
        if (settings.shardCount() < 1 || settings.shardCount() > draft.limits().shards()) {
            throw DatabaseException.invalid(
                    "maximum shards's number should be limited to %d",
                    draft.limits().shards());
        }
        if (settings.keyPartitions() > draft.limits().partitions()) {
            throw DatabaseException.invalid(
                    "partition number (%d) exceeds max configuration (%d)",
                    settings.keyPartitions(), draft.limits().partitions());
        }
    }

    private static List<String> partitionNames(CollectionSettings settings) {
        return settings.keyPartitions() == 0
                ? List.of(Partition.DEFAULT_NAME)
                : IntStream.range(0, settings.keyPartitions())
                        .mapToObj(i -> Partition.DEFAULT_NAME + "_" + i)
                        .toList();
    }

    static Decision drop(Draft draft, Command.DropCollection command) {
        Database database = draft.catalog().requireDatabase(command.database());
        QualifiedName name = new QualifiedName(database.id(), command.collection());
        if (draft.catalog().aliases().contains(name)) {
            throw DatabaseException.invalid("cannot drop the collection via alias = %s", command.collection());
        }
        Optional<CollectionId> id = draft.catalog().collectionNames().find(name);
        if (id.isEmpty()) {
            return draft.already(0);
        }
        if (draft.totals().hasAlias(id.get())) {
            throw DatabaseException.invalid(
                    "unable to drop the collection [%s] because it has associated aliases %s, "
                            + "please remove all aliases before dropping the collection",
                    command.collection(), aliasesOf(draft, id.get()));
        }
        Collection collection = draft.catalog().collections().find(id.get()).orElseThrow();
        if (collection.load().isLoaded()) {
            draft.change(new LoadPut(collection.id(), new LoadState.Released()));
        }
        PlacementDecisions.noReaders(draft, collection);
        draft.change(new CollectionPut(CollectionHead.of(collection).in(new CollectionState.Dropping(draft.now()))));
        return draft.done(0);
    }

    private static String aliasesOf(Draft draft, CollectionId id) {
        return draft.catalog()
                .aliases()
                .entries()
                .filter(e -> e.getValue().equals(id))
                .map(e -> e.getKey().name())
                .toList()
                .toString()
                .replace(",", "");
    }

    static Decision rename(Draft draft, Command.RenameCollection command) {
        Database from = draft.catalog().requireDatabase(command.database());
        Database to = command.newDatabase().isEmpty() ? from : draft.catalog().requireDatabase(command.newDatabase());
        if (draft.catalog().aliases().contains(new QualifiedName(from.id(), command.collection()))) {
            throw DatabaseException.invalid(
                    "unsupported use an alias to rename collection, alias:%s", command.collection());
        }
        requireFree(draft, to, command.newName());
        Collection collection = draft.catalog().requireCollection(from.name(), command.collection());
        boolean moves = !to.id().equals(from.id());
        if (moves && draft.totals().hasAlias(collection.id())) {
            throw DatabaseException.invalid(
                    "fail to rename db name, must drop all aliases of this collection before rename");
        }
        if (moves) {
            draft.requireRoomForCollection(to);
        }
        draft.change(new CollectionPut(CollectionHead.of(collection).named(to.id(), command.newName())));
        return draft.done(0);
    }

    private static void requireFree(Draft draft, Database database, String name) {
        QualifiedName wanted = new QualifiedName(database.id(), name);
        if (draft.catalog().aliases().contains(wanted)) {
            throw DatabaseException.invalid("cannot rename collection to an existing alias: %s", name);
        }
        if (draft.catalog().collectionNames().contains(wanted)) {
            throw DatabaseException.invalid(
                    "duplicated new collection name %s:%s with other collection name or alias", database.name(), name);
        }
    }

    static Decision alter(Draft draft, Command.AlterCollection command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        requireAlterable(collection, command);
        TimeToLive.check(command.set());
        SequencedMap<String, String> set = new LinkedHashMap<>(command.set());
        Optional<String> description = Optional.ofNullable(set.remove(DESCRIPTION));
        Optional<String> consistency = Optional.ofNullable(set.remove(CONSISTENCY));
        set.remove(DYNAMIC);
        CollectionSettings before = collection.settings();
        CollectionSettings after = new CollectionSettings(
                before.shardCount(),
                consistency.map(CollectionDecisions::consistency).orElse(before.consistency()),
                Draft.merged(before.properties(), set, command.remove()),
                before.keyPartitions());
        CollectionSchema schema = description
                .map(text -> new CollectionSchema(
                        text, collection.schema().fields(), collection.schema().version()))
                .orElse(collection.schema());
        if (!after.equals(before) || !schema.equals(collection.schema())) {
            draft.change(
                    new CollectionPut(CollectionHead.of(collection).with(after).with(schema)));
        }
        ReplicaDecisions.altered(draft, collection, command.set());
        return draft.done(0);
    }

    private static void requireAlterable(Collection collection, Command.AlterCollection command) {
        boolean mapping = touches(command.set(), command.remove(), "mmap.enabled");
        if (mapping && collection.load().isLoaded()) {
            throw Draft.loaded(collection, "can not alter mmap properties if collection loaded");
        }
        String dynamic = command.set().get(DYNAMIC);
        if (dynamic != null
                && Boolean.parseBoolean(dynamic)
                        != collection.schema().dynamicField().isPresent()) {
            throw new DatabaseException(
                    ErrorCode.OPERATION_NOT_SUPPORTED,
                    "dynamic schema of an existing collection cannot be switched, collection: " + collection.name());
        }
    }

    static boolean touches(Map<String, String> set, List<String> remove, String key) {
        return set.containsKey(key) || remove.contains(key);
    }

    private static ConsistencyLevel consistency(String text) {
        for (ConsistencyLevel level : ConsistencyLevel.values()) {
            if (level.name().equals(text.toUpperCase(Locale.ROOT))
                    || Integer.toString(level.ordinal()).equals(text)) {
                return level;
            }
        }
        throw DatabaseException.invalid("invalid consistency level: %s", text);
    }
}
