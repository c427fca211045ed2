package io.windhover.server.milvus;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proto.milvus.CreateCollectionRequest;
import io.windhover.proto.schema.CollectionSchema;
import io.windhover.proto.schema.ValueField;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.FieldSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schemas on the wire: what a client wants to create, and what it is told of a collection. */
final class WireSchema {
    private WireSchema() {}

    /** Reads a wanted collection. */
    static CreateCollection read(CollectionRef collection, CreateCollectionRequest request) {
        CollectionSchema schema = parse(request.getSchema());
        refuseUnsupported(schema);
        Map<String, String> properties = new LinkedHashMap<>(WireParams.map(schema.getPropertiesList()));
        properties.putAll(WireParams.map(request.getPropertiesList()));
        return new CreateCollection(
                collection,
                schema.getDescription(),
                schema.getFieldsList().stream()
                        .filter(f -> !f.getIsDynamic())
                        .map(WireSchema::readField)
                        .toList(),
                schema.getEnableDynamicField(),
                request.getShardsNum(),
                consistency(request.getConsistencyLevelValue()),
                properties,
                Math.toIntExact(request.getNumPartitions()));
    }

    private static CollectionSchema parse(ByteString bytes) {
        try {
            return CollectionSchema.parseFrom(bytes);
        } catch (InvalidProtocolBufferException failure) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID, "the collection schema cannot be read: " + failure.getMessage());
        }
    }

    private static void refuseUnsupported(CollectionSchema schema) {
        refuseIf(schema.getFunctionsCount() > 0, "functions in a schema are");
        refuseIf(schema.getStructArrayFieldsCount() > 0, "struct fields are");
        refuseIf(schema.getEnableNamespace(), "namespaces are");
        refuseIf(!schema.getExternalSource().isEmpty(), "external collections are");
    }

    private static void refuseIf(boolean asked, String what) {
        if (asked) {
            throw new DatabaseException(ErrorCode.OPERATION_NOT_SUPPORTED, what + " not supported in this version");
        }
    }

    /** Reads a field to add, from its serialized schema. */
    static FieldSpec readField(ByteString bytes) {
        try {
            return readField(io.windhover.proto.schema.FieldSchema.parseFrom(bytes));
        } catch (InvalidProtocolBufferException failure) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID, "the field schema cannot be read: " + failure.getMessage());
        }
    }

    private static FieldSpec readField(io.windhover.proto.schema.FieldSchema field) {
        DataType type = type(field.getName(), field.getDataTypeValue());
        Optional<DataType> elementType = type == DataType.ARRAY
                ? Optional.of(type(field.getName(), field.getElementTypeValue()))
                : Optional.empty();
        FieldTraits traits = new FieldTraits(
                field.getIsPrimaryKey(),
                field.getAutoID(),
                field.getNullable(),
                field.getIsPartitionKey(),
                field.getIsClusteringKey(),
                false);
        return new FieldSpec(
                field.getName(),
                type,
                elementType,
                traits,
                WireParams.map(field.getTypeParamsList()),
                field.hasDefaultValue() ? value(field.getDefaultValue()) : Optional.empty(),
                field.getDescription());
    }

    /** Returns the type with a number on the wire. */
    static DataType type(String field, int wireNumber) {
        if (wireNumber == io.windhover.proto.schema.DataType.String_VALUE) {
            throw DatabaseException.invalid(
                    "string data type not supported yet, please use VarChar type instead, field %s", field);
        }
        return DataType.ofWireNumber(wireNumber)
                .orElseThrow(() -> DatabaseException.invalid(
                        "data type %s of field %s is not supported in this version", typeName(wireNumber), field));
    }

    private static String typeName(int wireNumber) {
        var type = io.windhover.proto.schema.DataType.forNumber(wireNumber);
        return type == null ? Integer.toString(wireNumber) : type.name();
    }

    private static Optional<Value> value(ValueField field) {
        return switch (field.getDataCase()) {
            case BOOL_DATA -> Optional.of(new Value.BoolValue(field.getBoolData()));
            case INT_DATA -> Optional.of(new Value.LongValue(field.getIntData()));
            case LONG_DATA -> Optional.of(new Value.LongValue(field.getLongData()));
            case FLOAT_DATA -> Optional.of(new Value.DoubleValue(field.getFloatData()));
            case DOUBLE_DATA -> Optional.of(new Value.DoubleValue(field.getDoubleData()));
            case STRING_DATA -> Optional.of(new Value.StringValue(field.getStringData()));
            case BYTES_DATA ->
                Optional.of(new Value.StringValue(field.getBytesData().toStringUtf8()));
            case TIMESTAMPTZ_DATA, DATE_DATA, TIME_DATA, DATA_NOT_SET -> Optional.empty();
        };
    }

    /** Returns the consistency level with a number on the wire; an unknown one is refused. */
    static ConsistencyLevel consistency(int wireNumber) {
        ConsistencyLevel[] levels = ConsistencyLevel.values();
        if (wireNumber < 0 || wireNumber >= levels.length) {
            throw DatabaseException.invalid("consistency level %d is unknown", wireNumber);
        }
        return levels[wireNumber];
    }

    /** Writes the schema of a collection, without its hidden dynamic field. */
    static CollectionSchema write(Collection collection) {
        CollectionSchema.Builder schema = CollectionSchema.newBuilder()
                .setName(collection.name())
                .setDescription(collection.schema().description())
                .setEnableDynamicField(collection.schema().dynamicField().isPresent())
                .addAllProperties(WireParams.pairs(collection.settings().properties()))
                .setVersion(collection.schema().version());
        List<FieldSchema> fields = collection.schema().fields();
        for (FieldSchema field : fields) {
            if (!field.traits().dynamic()) {
                schema.addFields(writeField(field));
            }
        }
        return schema.build();
    }

    private static io.windhover.proto.schema.FieldSchema writeField(FieldSchema field) {
        FieldTraits traits = field.traits();
        var wire = io.windhover.proto.schema.FieldSchema.newBuilder()
                .setFieldID(field.id().value())
                .setName(field.name())
                .setDescription(field.description())
                .setDataTypeValue(field.type().wireNumber())
                .setIsPrimaryKey(traits.primaryKey())
                .setAutoID(traits.autoId())
                .setNullable(traits.nullable())
                .setIsPartitionKey(traits.partitionKey())
                .setIsClusteringKey(traits.clusteringKey())
                .setState(io.windhover.proto.schema.FieldState.FieldCreated)
                .addAllTypeParams(WireParams.pairs(field.params()));
        field.elementType().ifPresent(t -> wire.setElementTypeValue(t.wireNumber()));
        field.defaultValue().ifPresent(v -> wire.setDefaultValue(writeValue(field.type(), v)));
        return wire.build();
    }

    private static ValueField writeValue(DataType type, Value value) {
        ValueField.Builder wire = ValueField.newBuilder();
        switch (value) {
            case Value.BoolValue b -> wire.setBoolData(b.value());
            case Value.LongValue l when type == DataType.INT64 -> wire.setLongData(l.value());
            case Value.LongValue l when type == DataType.FLOAT -> wire.setFloatData(l.value());
            case Value.LongValue l when type == DataType.DOUBLE -> wire.setDoubleData(l.value());
            case Value.LongValue l -> wire.setIntData(Math.toIntExact(l.value()));
            case Value.DoubleValue d when type == DataType.FLOAT -> wire.setFloatData((float) d.value());
            case Value.DoubleValue d -> wire.setDoubleData(d.value());
            case Value.StringValue s
            when type == DataType.JSON -> wire.setBytesData(ByteString.copyFromUtf8(s.value()));
            case Value.StringValue s -> wire.setStringData(s.value());
            case Value.ListValue _ -> throw DatabaseException.invalid("a list cannot be a default value");
        }
        return wire.build();
    }
}
