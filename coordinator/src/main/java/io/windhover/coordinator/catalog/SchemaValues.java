package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.CollectionHead;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseId;
import io.windhover.model.FieldId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection.CollectionState;
import io.windhover.model.catalog.CollectionSettings;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.Database;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of databases and of collections themselves. */
final class SchemaValues {
    private static final int DATABASE_VERSION = 1;
    private static final int COLLECTION_VERSION = 1;
    private static final int ACTIVE = 0;
    private static final int DROPPING = 1;

    private SchemaValues() {}

    static byte[] encode(String key, Database database) {
        return new ValueWriter(DATABASE_VERSION)
                .text(database.name())
                .time(database.createdAt())
                .texts(database.properties())
                .end(key);
    }

    static Database decodeDatabase(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, DATABASE_VERSION);
        String name = in.text();
        Timestamp createdAt = in.time();
        return new Database(new DatabaseId(CatalogKeys.id(key, 0)), name, in.textMap(), createdAt);
    }

    static byte[] encode(String key, CollectionHead head) {
        ValueWriter out = new ValueWriter(COLLECTION_VERSION)
                .number(head.database().value())
                .text(head.name())
                .time(head.createdAt());
        switch (head.state()) {
            case CollectionState.Active _ -> out.number(ACTIVE);
            case CollectionState.Dropping dropping -> out.number(DROPPING).time(dropping.droppedAt());
        }
        out.number(head.settings().shardCount())
                .number(head.settings().consistency().ordinal())
                .texts(head.settings().properties())
                .number(head.settings().keyPartitions());
        out.text(head.schema().description()).number(head.schema().version());
        out.number(head.schema().fields().size());
        head.schema().fields().forEach(field -> encode(out, field));
        return out.end(key);
    }

    static CollectionHead decodeHead(String key, byte[] value) {
        ValueReader in = new ValueReader(key, value, COLLECTION_VERSION);
        DatabaseId database = new DatabaseId(in.number());
        String name = in.text();
        Timestamp createdAt = in.time();
        CollectionState state = decodeState(in);
        CollectionSettings settings = decodeSettings(in);
        String description = in.text();
        int schemaVersion = in.count();
        int fieldCount = in.count();
        List<FieldSchema> fields = new ArrayList<>();
        for (int i = 0; i < fieldCount; i++) {
            fields.add(decodeField(in));
        }
        CollectionSchema schema = new CollectionSchema(description, fields, schemaVersion);
        return new CollectionHead(
                new CollectionId(CatalogKeys.id(key, 0)), database, name, createdAt, state, schema, settings);
    }

    private static CollectionState decodeState(ValueReader in) {
        int state = in.count();
        return switch (state) {
            case ACTIVE -> new CollectionState.Active();
            case DROPPING -> new CollectionState.Dropping(in.time());
            default -> throw in.damaged("collection state " + state + " is unknown");
        };
    }

    private static CollectionSettings decodeSettings(ValueReader in) {
        int shards = in.count();
        int level = in.count();
        if (level >= ConsistencyLevel.values().length) {
            throw in.damaged("consistency level " + level + " is unknown");
        }
        Map<String, String> properties = in.textMap();
        return new CollectionSettings(shards, ConsistencyLevel.values()[level], properties, in.count());
    }

    private static void encode(ValueWriter out, FieldSchema field) {
        FieldTraits traits = field.traits();
        out.number(field.id().value())
                .text(field.name())
                .number(field.type().wireNumber())
                .number(field.elementType().map(DataType::wireNumber).orElse(0))
                .flag(traits.primaryKey())
                .flag(traits.autoId())
                .flag(traits.nullable())
                .flag(traits.partitionKey())
                .flag(traits.clusteringKey())
                .flag(traits.dynamic())
                .texts(field.params())
                .text(field.description())
                .flag(field.defaultValue().isPresent());
        field.defaultValue().ifPresent(value -> encode(out, value));
    }

    private static FieldSchema decodeField(ValueReader in) {
        FieldId id = new FieldId(in.number());
        String name = in.text();
        DataType type = decodeType(in).orElseThrow(() -> in.damaged("field " + name + " has an unknown type"));
        Optional<DataType> elementType = decodeType(in);
        FieldTraits traits = new FieldTraits(in.flag(), in.flag(), in.flag(), in.flag(), in.flag(), in.flag());
        Map<String, String> params = in.textMap();
        String description = in.text();
        Optional<Value> defaultValue = in.flag() ? Optional.of(decodeValue(in)) : Optional.empty();
        return new FieldSchema(id, name, type, elementType, traits, params, defaultValue, description);
    }

    private static Optional<DataType> decodeType(ValueReader in) {
        return DataType.ofWireNumber(in.count());
    }

    private static void encode(ValueWriter out, Value value) {
        switch (value) {
            case Value.BoolValue v -> out.number(1).flag(v.value());
            case Value.LongValue v -> out.number(2).fixed(v.value());
            case Value.DoubleValue v -> out.number(3).fixed(Double.doubleToRawLongBits(v.value()));
            case Value.StringValue v -> out.number(4).text(v.value());
            case Value.ListValue v -> {
                out.number(5).number(v.values().size());
                v.values().forEach(element -> encode(out, element));
            }
        }
    }

    private static Value decodeValue(ValueReader in) {
        int kind = in.count();
        return switch (kind) {
            case 1 -> new Value.BoolValue(in.flag());
            case 2 -> new Value.LongValue(in.fixed());
            case 3 -> new Value.DoubleValue(Double.longBitsToDouble(in.fixed()));
            case 4 -> new Value.StringValue(in.text());
            case 5 -> {
                int count = in.count();
                List<Value> values = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    values.add(decodeValue(in));
                }
                yield new Value.ListValue(values);
            }
            default -> throw in.damaged("value kind " + kind + " is unknown");
        };
    }
}
