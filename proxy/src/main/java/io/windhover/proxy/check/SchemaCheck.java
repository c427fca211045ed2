package io.windhover.proxy.check;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.FieldSpec;
import io.windhover.proxy.request.Limits;
import io.windhover.text.TextAnalyzer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the schema of a new collection and gives its fields their numbers. */
public final class SchemaCheck {
    private static final long FIRST_FIELD_ID = 100;
    private static final Set<String> SYSTEM_NAMES = Set.of("RowID", "Timestamp", FieldSchema.DYNAMIC_NAME);

    private SchemaCheck() {}

    /**
     * Returns the fields with ids from 100 in order, the hidden dynamic field last if wanted.
     *
     * @throws DatabaseException PARAMETER_INVALID or FIELD_INVALID_NAME naming the field and the value
     */
    public static List<FieldSchema> fields(CreateCollection request, Limits limits) {
        checkCounts(request, limits);
        List<FieldSchema> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (FieldSpec spec : request.fields()) {
            if (!names.add(spec.name())) {
                throw DatabaseException.invalid("duplicated field name %s found", spec.name());
            }
            fields.add(field(spec, new FieldId(FIRST_FIELD_ID + fields.size()), limits));
        }
        checkKeys(request.fields());
        checkVectors(request.fields(), limits);
        if (request.dynamic()) {
            fields.add(new FieldSchema(
                    new FieldId(FIRST_FIELD_ID + fields.size()),
                    FieldSchema.DYNAMIC_NAME,
                    DataType.JSON,
                    FieldTraits.DYNAMIC,
                    Map.of()));
        }
        return fields;
    }

    /** Checks one field and gives it a number. */
    public static FieldSchema field(FieldSpec spec, FieldId id, Limits limits) {
        Names.checkField(spec.name());
        if (SYSTEM_NAMES.contains(spec.name())) {
            throw DatabaseException.invalid("field name %s is reserved by the system", spec.name());
        }
        checkTraits(spec);
        checkParams(spec, limits);
        spec.defaultValue().ifPresent(value -> checkDefault(spec, value));
        return new FieldSchema(
                id,
                spec.name(),
                spec.type(),
                spec.elementType(),
                spec.traits(),
                spec.params(),
                spec.defaultValue(),
                spec.description());
    }

    private static void checkCounts(CreateCollection request, Limits limits) {
        if (request.fields().isEmpty()) {
            throw DatabaseException.invalid("schema has no fields");
        }
        if (request.fields().size() > limits.fields()) {
            throw DatabaseException.invalid("maximum field's number should be limited to %d", limits.fields());
        }
        if (request.shardCount() < 0 || request.shardCount() > limits.shards()) {
            throw DatabaseException.invalid("maximum shards's number should be limited to %d", limits.shards());
        }
        if (request.keyPartitions() < 0 || request.keyPartitions() > limits.partitions()) {
            throw DatabaseException.invalid(
                    "partition number (%d) exceeds max configuration (%d)",
                    request.keyPartitions(), limits.partitions());
        }
    }

    private static void checkKeys(List<FieldSpec> fields) {
        List<FieldSpec> keys =
                fields.stream().filter(f -> f.traits().primaryKey()).toList();
        if (keys.isEmpty()) {
            throw DatabaseException.invalid("primary key is not specified");
        }
        if (keys.size() > 1) {
            throw DatabaseException.invalid(
                    "there are more than one primary key, field name = %s, %s",
                    keys.get(0).name(), keys.get(1).name());
        }
        DataType type = keys.get(0).type();
        if (type != DataType.INT64 && type != DataType.VARCHAR) {
            throw DatabaseException.invalid("the data type of primary key should be Int64 or VarChar");
        }
        List<FieldSpec> partitionKeys =
                fields.stream().filter(f -> f.traits().partitionKey()).toList();
        if (partitionKeys.size() > 1) {
            throw DatabaseException.invalid(
                    "there are more than one partition key, field name = %s, %s",
                    partitionKeys.get(0).name(), partitionKeys.get(1).name());
        }
    }

    private static void checkVectors(List<FieldSpec> fields, Limits limits) {
        long vectors = fields.stream().filter(f -> f.type().isVector()).count();
        if (vectors == 0) {
            throw DatabaseException.invalid("schema does not contain vector field");
        }
        if (vectors > limits.vectorFields()) {
            throw DatabaseException.invalid(
                    "maximum vector field's number should be limited to %d", limits.vectorFields());
        }
    }

    private static void checkTraits(FieldSpec spec) {
        FieldTraits traits = spec.traits();
        if (traits.primaryKey() && traits.nullable()) {
            throw DatabaseException.invalid("primary field not support null");
        }
        if (traits.autoId() && !traits.primaryKey()) {
            throw DatabaseException.invalid(
                    "only primary field can speficy AutoID with true, field name = %s", spec.name());
        }
        if (spec.type().isVector() && traits.nullable()) {
            throw DatabaseException.invalid("vector type not support null, field name = %s", spec.name());
        }
        if (traits.partitionKey()) {
            checkPartitionKey(spec);
        }
        checkAnalyzer(spec);
    }

    private static void checkAnalyzer(FieldSpec spec) {
        boolean matches = Boolean.parseBoolean(spec.params().get("enable_match"));
        boolean analyzes = Boolean.parseBoolean(spec.params().get("enable_analyzer"));
        if ((matches || analyzes) && spec.type() != DataType.VARCHAR) {
            throw DatabaseException.invalid(
                    "can not enable match or analyzer on field %s of type %s",
                    spec.name(), spec.type().wireName());
        }
        if (matches && !analyzes) {
            throw DatabaseException.invalid("field %s is set to enable match but not enable analyzer", spec.name());
        }
        if (analyzes) {
            TextAnalyzer.of(spec.params().getOrDefault("analyzer_params", ""));
        }
    }

    private static void checkPartitionKey(FieldSpec spec) {
        if (spec.traits().primaryKey()) {
            throw DatabaseException.invalid("the partition key field must not be primary field");
        }
        if (spec.type() != DataType.INT64 && spec.type() != DataType.VARCHAR) {
            throw DatabaseException.invalid("the data type of partition key should be Int64 or VarChar");
        }
        if (spec.traits().nullable()) {
            throw DatabaseException.invalid("partition key field not support nullable");
        }
    }

    private static void checkParams(FieldSpec spec, Limits limits) {
        switch (spec.type()) {
            case VARCHAR -> checkMaxLength(spec, limits);
            case ARRAY -> checkArray(spec, limits);
            case FLOAT_VECTOR, FLOAT16_VECTOR, BFLOAT16_VECTOR, INT8_VECTOR -> checkDim(spec, 2, 32_768);
            case BINARY_VECTOR -> {
                checkDim(spec, 8, 262_144);
                if (Integer.parseInt(spec.params().get("dim")) % 8 != 0) {
                    throw DatabaseException.invalid(
                            "invalid dimension: %s of field %s. binary vector dimension should be multiple of 8. ",
                            spec.params().get("dim"), spec.name());
                }
            }
            case SPARSE_FLOAT_VECTOR -> {
                if (spec.params().containsKey("dim")) {
                    throw DatabaseException.invalid(
                            "dim should not be specified for sparse vector field %s", spec.name());
                }
            }
            case BOOL, INT8, INT16, INT32, INT64, FLOAT, DOUBLE, JSON -> {}
        }
    }

    private static void checkDim(FieldSpec spec, int min, int max) {
        String text = Optional.ofNullable(spec.params().get("dim"))
                .orElseThrow(() -> DatabaseException.invalid(
                        "dimension is not defined in field type params of field %s, check type param `dim` for vector field",
                        spec.name()));
        long dim = number(spec, "dim", text);
        if (dim < min || dim > max) {
            throw DatabaseException.invalid(
                    "invalid dimension: %d of field %s. should be in range %d ~ %d", dim, spec.name(), min, max);
        }
    }

    private static void checkMaxLength(FieldSpec spec, Limits limits) {
        String text = Optional.ofNullable(spec.params().get("max_length"))
                .orElseThrow(() -> DatabaseException.invalid(
                        "type param(max_length) should be specified for the field(%s)", spec.name()));
        long length = number(spec, "max_length", text);
        if (length <= 0 || length > limits.varCharLength()) {
            throw DatabaseException.invalid(
                    "the maximum length specified for the field(%s) should be in (0, %d], but got %d instead",
                    spec.name(), limits.varCharLength(), length);
        }
    }

    private static void checkArray(FieldSpec spec, Limits limits) {
        DataType element = spec.elementType()
                .orElseThrow(
                        () -> DatabaseException.invalid("element data type None is not valid: field %s", spec.name()));
        if (element.isVector() || element == DataType.ARRAY || element == DataType.JSON) {
            throw DatabaseException.invalid("element type %s is not supported", element.wireName());
        }
        String text = Optional.ofNullable(spec.params().get("max_capacity"))
                .orElseThrow(() -> DatabaseException.invalid(
                        "type param(max_capacity) should be specified for array field %s", spec.name()));
        long capacity = number(spec, "max_capacity", text);
        if (capacity <= 0 || capacity > 4_096) {
            throw DatabaseException.invalid("the maximum capacity specified for a Array should be in (0, 4096]");
        }
        if (element == DataType.VARCHAR) {
            checkMaxLength(spec, limits);
        }
    }

    private static long number(FieldSpec spec, String key, String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "type param(" + key + ") of field " + spec.name() + " is not a number: " + text,
                    e);
        }
    }

    private static void checkDefault(FieldSpec spec, Value value) {
        if (spec.traits().primaryKey() || spec.type().isVector()) {
            throw DatabaseException.invalid("%s field not support default_value: %s", kind(spec), spec.name());
        }
        boolean fits = switch (spec.type()) {
            case BOOL -> value instanceof Value.BoolValue;
            case INT8 -> within(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> within(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> within(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64 -> value instanceof Value.LongValue;
            case FLOAT, DOUBLE -> value instanceof Value.DoubleValue;
            case VARCHAR -> value instanceof Value.StringValue;
            case ARRAY,
                    JSON,
                    BINARY_VECTOR,
                    FLOAT_VECTOR,
                    FLOAT16_VECTOR,
                    BFLOAT16_VECTOR,
                    SPARSE_FLOAT_VECTOR,
                    INT8_VECTOR -> false;
        };
        if (!fits) {
            throw DatabaseException.invalid(
                    "type (%s) of field (%s) is not equal to the type of default value %s",
                    spec.type().wireName(), spec.name(), value);
        }
    }

    private static String kind(FieldSpec spec) {
        return spec.traits().primaryKey() ? "primary" : "vector";
    }

    private static boolean within(Value value, long min, long max) {
        return value instanceof Value.LongValue number && number.value() >= min && number.value() <= max;
    }
}
