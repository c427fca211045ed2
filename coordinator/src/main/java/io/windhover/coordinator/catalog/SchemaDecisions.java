package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.CollectionHead;
import io.windhover.coordinator.catalog.CatalogChange.CollectionPut;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.role.Command;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks new schemas and changes those that are in use. */
final class SchemaDecisions {
    private static final Set<String> ALTERABLE =
            new LinkedHashSet<>(List.of("mmap.enabled", "max_length", "max_capacity", "warmup", "field.skipLoad"));
    private static final String MMAP = "mmap.enabled";
    private static final String DESCRIPTION = "field.description";

    private SchemaDecisions() {}

    /** Returns the schema of a collection to be created. */
    static CollectionSchema fresh(Draft draft, Command.CreateCollection command) {
        List<FieldSchema> fields = command.fields();
        if (fields.stream().filter(f -> f.traits().primaryKey()).count() != 1) {
            throw DatabaseException.of(
                    ErrorCode.COLLECTION_ILLEGAL_SCHEMA, "collection", command.collection(), "primary keys", "not one");
        }
        requireFieldCount(draft, fields);
        Set<String> names = new LinkedHashSet<>();
        Set<FieldId> ids = new LinkedHashSet<>();
        for (FieldSchema field : fields) {
            if (!names.add(field.name())) {
                throw DatabaseException.invalid("duplicated field name %s found", field.name());
            }
            if (!ids.add(field.id())) {
                throw DatabaseException.invalid("duplicated field id %s found, field: %s", field.id(), field.name());
            }
        }
        CollectionSchema schema = new CollectionSchema(command.description(), fields, 0);
        if (schema.partitionKey().isPresent() != command.settings().keyPartitions() > 0) {
            throw DatabaseException.invalid(
                    "num_partitions should only be specified with partition key field enabled, collection: %s",
                    command.collection());
        }
        return schema;
    }

    private static void requireFieldCount(Draft draft, List<FieldSchema> fields) {
        long visible = fields.stream().filter(f -> !f.traits().dynamic()).count();
        if (visible > draft.limits().fields()) {
            throw DatabaseException.invalid(
                    "maximum field's number should be limited to %d",
                    draft.limits().fields());
        }
    }

    static Decision alterField(Draft draft, Command.AlterField command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        FieldSchema before = requireField(collection, command.field());
        requireAlterable(collection, before, command);
        Map<String, String> params = Draft.merged(before.params(), command.set(), command.remove());
        String description = command.set().getOrDefault(DESCRIPTION, before.description());
        params.remove(DESCRIPTION);
        FieldSchema after = new FieldSchema(
                before.id(),
                before.name(),
                before.type(),
                before.elementType(),
                before.traits(),
                params,
                before.defaultValue(),
                description);
        if (!after.equals(before)) {
            List<FieldSchema> fields = collection.schema().fields().stream()
                    .map(f -> f.id().equals(after.id()) ? after : f)
                    .toList();
            draft.change(new CollectionPut(changed(collection, fields)));
        }
        return draft.done(0);
    }

    private static FieldSchema requireField(Collection collection, String name) {
        return collection
                .schema()
                .field(name)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.FIELD_NOT_FOUND, "fieldName", name));
    }

    private static void requireAlterable(Collection collection, FieldSchema field, Command.AlterField command) {
        for (String key : command.set().keySet()) {
            if (!ALTERABLE.contains(key) && !key.equals(DESCRIPTION)) {
                throw DatabaseException.invalid("%s does not allow update in collection field param", key);
            }
        }
        for (String key : command.remove()) {
            if (!ALTERABLE.contains(key) || key.startsWith("max_")) {
                throw DatabaseException.invalid("%s is not allowed to drop in collection field param", key);
            }
        }
        for (String key : List.of("max_length", "max_capacity")) {
            String wanted = command.set().get(key);
            if (wanted != null) {
                requireBound(field, key, wanted);
            }
        }
        if (CollectionDecisions.touches(command.set(), command.remove(), MMAP)
                && collection.load().isLoaded()) {
            throw Draft.loaded(collection, "can not alter collection field properties if collection loaded");
        }
    }

    private static void requireBound(FieldSchema field, String key, String wanted) {
        if (!field.params().containsKey(key)) {
            throw DatabaseException.invalid("%s can not be modified, field %s has none", key, field.name());
        }
        int max = key.equals("max_length") ? 65_535 : 4_096;
        try {
            int value = Integer.parseInt(wanted);
            if (value > 0 && value <= max) {
                return;
            }
        } catch (NumberFormatException _) {
            // Answered below like a number out of range.
        }
        throw DatabaseException.invalid(
                "the %s specified for the field(%s) should be in (0, %d], but got %s instead",
                key.equals("max_length") ? "maximum length" : "maximum capacity", field.name(), max, wanted);
    }

    static Decision addField(Draft draft, Command.AddField command) {
        Collection collection = draft.catalog().requireCollection(command.database(), command.collection());
        FieldSchema wanted = command.field();
        FieldTraits traits = wanted.traits();
        if (collection.schema().field(wanted.name()).isPresent()) {
            throw DatabaseException.invalid("duplicated field name %s found", wanted.name());
        }
        if (!traits.nullable()) {
            throw DatabaseException.invalid(
                    "added field must be nullable, please check it, field name = %s", wanted.name());
        }
        if (traits.primaryKey() || traits.autoId() || traits.partitionKey() || traits.dynamic()) {
            throw DatabaseException.invalid("only an ordinary field can be added, field name = %s", wanted.name());
        }
        if (wanted.type().isVector()) {
            throw DatabaseException.invalid("not support to add vector field, field name = %s", wanted.name());
        }
        List<FieldSchema> fields = extended(collection.schema(), wanted);
        requireFieldCount(draft, fields);
        draft.change(new CollectionPut(changed(collection, fields)));
        return draft.done(nextFieldId(collection.schema()).value());
    }

    private static List<FieldSchema> extended(CollectionSchema schema, FieldSchema wanted) {
        FieldSchema added = new FieldSchema(
                nextFieldId(schema),
                wanted.name(),
                wanted.type(),
                wanted.elementType(),
                wanted.traits(),
                wanted.params(),
                wanted.defaultValue(),
                wanted.description());
        List<FieldSchema> fields = new ArrayList<>(schema.fields());
        // The hidden dynamic field stays the last one.
        fields.add(schema.dynamicField().isPresent() ? fields.size() - 1 : fields.size(), added);
        return fields;
    }

    private static FieldId nextFieldId(CollectionSchema schema) {
        long last =
                schema.fields().stream().mapToLong(f -> f.id().value()).max().orElse(99);
        return new FieldId(last + 1);
    }

    private static CollectionHead changed(Collection collection, List<FieldSchema> fields) {
        CollectionSchema before = collection.schema();
        return CollectionHead.of(collection)
                .with(new CollectionSchema(before.description(), fields, before.version() + 1));
    }
}
