package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.request.NamedColumn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields a read returns.
 *
 * @param fields to fetch, in the order asked
 * @param names  answered to the client: fields, "$meta" for all dynamic keys, and single dynamic keys
 */
record OutputFields(List<FieldSchema> fields, List<String> names) {
    /** Resolves names; "*" is every field, an unknown name is a dynamic key where the collection keeps those. */
    static OutputFields resolve(CollectionSchema schema, List<String> asked, boolean alwaysKey) {
        Set<FieldSchema> fields = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (String name : asked) {
            if (name.equals("*")) {
                schema.fields().forEach(field -> {
                    fields.add(field);
                    names.add(field.name());
                });
            } else {
                fields.add(schema.field(name).or(schema::dynamicField).orElseThrow(() -> unknown(name)));
                names.add(name);
            }
        }
        if (alwaysKey && fields.add(schema.primaryKey())) {
            names.add(schema.primaryKey().name());
        }
        return new OutputFields(new ArrayList<>(fields), new ArrayList<>(names));
    }

    private static DatabaseException unknown(String name) {
        return new DatabaseException(ErrorCode.PARAMETER_INVALID, "field " + name + " not exist");
    }

    /** Returns the ids of the fields. */
    List<FieldId> ids() {
        return fields.stream().map(FieldSchema::id).toList();
    }

    /** Returns fetched rows under their names. */
    List<NamedColumn> named(RowBatch rows) {
        List<NamedColumn> columns = new ArrayList<>();
        for (FieldSchema field : fields) {
            columns.add(named(field, rows.column(field.id()).orElseThrow()));
        }
        return columns;
    }

    /** Returns one fetched column under its name. */
    static NamedColumn named(FieldSchema field, FieldColumn column) {
        Optional<java.util.BitSet> nulls = field.traits().nullable()
                ? Optional.of(column.nulls().orElseGet(java.util.BitSet::new))
                : Optional.empty();
        return new NamedColumn(
                field.name(),
                field.type(),
                field.elementType(),
                column.column(),
                nulls,
                field.traits().dynamic());
    }
}
