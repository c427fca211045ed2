package io.windhover.model.schema;

import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a collection; the hidden dynamic field, where there is one, is the last of them.
 *
 * @param description free text
 * @param fields      in the user's order
 * @param version     starts at 0, grows with each change
 */
public record CollectionSchema(String description, List<FieldSchema> fields, int version) {
    /** Copies the list; checks that there is one primary key. */
    public CollectionSchema {
        fields = List.copyOf(fields);
        long keys = fields.stream().filter(f -> f.traits().primaryKey()).count();
        Invariant.check(keys == 1, "a schema needs one primary key, not {}", keys);
    }

    /** Returns the primary key. */
    public FieldSchema primaryKey() {
        return fields.stream().filter(f -> f.traits().primaryKey()).findFirst().orElseThrow();
    }

    /** Returns the partition key, if there is one. */
    public Optional<FieldSchema> partitionKey() {
        return fields.stream().filter(f -> f.traits().partitionKey()).findFirst();
    }

    /** Returns the hidden field of dynamic keys, if enabled. */
    public Optional<FieldSchema> dynamicField() {
        return fields.stream().filter(f -> f.traits().dynamic()).findFirst();
    }

    /** Finds a field by name. */
    public Optional<FieldSchema> field(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** Finds a field by id. */
    public Optional<FieldSchema> field(FieldId id) {
        return fields.stream().filter(f -> f.id().equals(id)).findFirst();
    }

    /** Returns all vector fields. */
    public List<FieldSchema> vectorFields() {
        return fields.stream().filter(f -> f.type().isVector()).toList();
    }
}
