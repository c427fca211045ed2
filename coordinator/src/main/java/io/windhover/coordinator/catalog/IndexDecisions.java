package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.IndexGone;
import io.windhover.coordinator.catalog.CatalogChange.IndexPut;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.IndexId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.role.Command;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates, drops and alters index definitions. A field has one index, a JSON field one per path. */
final class IndexDecisions {
    private static final int INDEXES_MAX = 1024;
    private static final Set<String> ALTERABLE =
            new LinkedHashSet<>(List.of("mmap.enabled", "indexoffsetcache.enabled", "warmup"));

    private IndexDecisions() {}

    static Decision create(Draft draft, Command.CreateIndex command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        FieldSchema field = collection
                .schema()
                .field(command.field())
                .orElseThrow(
                        () -> DatabaseException.invalid("cannot create index on non-exist field: %s", command.field()));
        String name = indexName(collection, field, command);
        for (IndexDefinition present : collection.indexes().values().toList()) {
            if (present.name().equals(name)) {
                if (isSame(present, field, command)) {
                    return draft.already(present.id().value());
                }
                throw DatabaseException.invalid("CreateIndex failed: at most one distinct index is allowed per field");
            }
            if (present.field().equals(field.id()) && path(present.params()).equals(path(command.params()))) {
                throw DatabaseException.invalid(
                        "CreateIndex failed: creating multiple indexes on same field is not supported");
            }
        }
        if (collection.indexes().size() >= INDEXES_MAX) {
            throw DatabaseException.invalid("CreateIndex failed: a collection has at most %d indexes", INDEXES_MAX);
        }
        IndexId id = new IndexId(draft.takeId());
        draft.change(new IndexPut(
                collection.id(),
                new IndexDefinition(
                        id,
                        field.id(),
                        name,
                        command.indexType(),
                        command.params(),
                        command.userParams(),
                        draft.now())));
        return draft.done(id.value());
    }

    private static String indexName(Collection collection, FieldSchema field, Command.CreateIndex command) {
        if (!command.indexName().isEmpty()) {
            return command.indexName();
        }
        String path = path(command.params());
        return collection
                .indexes()
                .values()
                .filter(i -> i.field().equals(field.id()) && path(i.params()).equals(path))
                .map(IndexDefinition::name)
                .findFirst()
                .orElse(field.type() == DataType.JSON ? field.name() + path : field.name());
    }

    private static boolean isSame(IndexDefinition present, FieldSchema field, Command.CreateIndex command) {
        return present.field().equals(field.id())
                && present.indexType().equals(command.indexType())
                && buildParams(present.params()).equals(buildParams(command.params()));
    }

    /** Returns the parameters that decide what is built, without those that may be altered later. */
    private static Map<String, String> buildParams(Map<String, String> params) {
        Map<String, String> build = new LinkedHashMap<>(params);
        ALTERABLE.forEach(build::remove);
        return build;
    }

    private static String path(Map<String, String> params) {
        return params.getOrDefault(IndexedPath.PATH, "");
    }

    static Decision drop(Draft draft, Command.DropIndex command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        for (IndexDefinition index : meant(collection, command)) {
            boolean vector = collection
                    .schema()
                    .field(index.field())
                    .map(f -> f.type().isVector())
                    .orElse(false);
            if (vector && collection.load().isLoaded()) {
                throw DatabaseException.invalid(
                        "vector index cannot be dropped on loaded collection: %s", collection.id());
            }
            draft.change(new IndexGone(collection.id(), index.id()));
        }
        return draft.done(0);
    }

    private static List<IndexDefinition> meant(Collection collection, Command.DropIndex command) {
        List<IndexDefinition> all = collection.indexes().values().toList();
        if (command.indexName().isEmpty() && command.field().isEmpty()) {
            return all;
        }
        List<IndexDefinition> named =
                all.stream().filter(i -> i.name().equals(command.indexName())).toList();
        return named.isEmpty()
                ? all.stream()
                        .filter(i -> isOnField(collection, i, command.field()))
                        .filter(_ -> command.indexName().isEmpty()
                                || command.indexName().equals(command.field()))
                        .toList()
                : named;
    }

    private static boolean isOnField(Collection collection, IndexDefinition index, String field) {
        return collection
                .schema()
                .field(field)
                .map(f -> f.id().equals(index.field()))
                .orElse(false);
    }

    static Decision alter(Draft draft, Command.AlterIndex command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        for (String key : command.set().keySet()) {
            requireAlterable(key);
        }
        command.remove().forEach(IndexDecisions::requireAlterable);
        if (collection.load().isLoaded()) {
            throw Draft.loaded(
                    collection, "can't alter index on loaded collection, please release the collection first");
        }
        IndexDefinition before = collection
                .index(command.indexName())
                .orElseThrow(() -> DatabaseException.of(ErrorCode.INDEX_NOT_FOUND, "indexName", command.indexName()));
        IndexDefinition after = new IndexDefinition(
                before.id(),
                before.field(),
                before.name(),
                before.indexType(),
                Draft.merged(before.params(), command.set(), command.remove()),
                Draft.merged(before.userParams(), command.set(), command.remove()),
                before.createdAt());
        if (!after.equals(before)) {
            draft.change(new IndexPut(collection.id(), after));
        }
        return draft.done(0);
    }

    private static void requireAlterable(String key) {
        if (!ALTERABLE.contains(key)) {
            throw DatabaseException.invalid("%s is not a configable index property", key);
        }
    }
}
