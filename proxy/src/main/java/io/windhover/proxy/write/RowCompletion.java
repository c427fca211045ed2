package io.windhover.proxy.write;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a client sent into rows with a checked value, a default or a null for every field of the schema. */
final class RowCompletion {
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

    private RowCompletion() {}

    /**
     * Returns the rows, fields in the schema's order.
     *
     * @param givenKeys the primary key column if the server gives it; the client must then send none
     */
    static RowBatch complete(CollectionSchema schema, WriteRequest request, Optional<Column> givenKeys) {
        if (request.rowCount() <= 0) {
            throw DatabaseException.invalid("num_rows should be greater than 0, got %d", request.rowCount());
        }
        Map<String, NamedColumn> byName = byName(schema, request);
        List<FieldColumn> columns = new ArrayList<>();
        for (FieldSchema field : schema.fields()) {
            Optional<NamedColumn> sent = Optional.ofNullable(byName.get(field.name()));
            if (field.traits().primaryKey() && givenKeys.isPresent()) {
                columns.add(new FieldColumn(field.id(), givenKeys.get()));
            } else if (sent.isPresent()) {
                columns.add(checked(field, sent.get()));
            } else {
                columns.add(missing(field, request.rowCount()));
            }
        }
        return new RowBatch(columns, request.rowCount());
    }

    private static Map<String, NamedColumn> byName(CollectionSchema schema, WriteRequest request) {
        Map<String, NamedColumn> byName = new HashMap<>();
        for (NamedColumn column : request.columns()) {
            String name = column.dynamic() ? FieldSchema.DYNAMIC_NAME : column.name();
            FieldSchema field = schema.field(name).orElseThrow(() -> unknown(schema, column));
            if (byName.put(field.name(), column) != null) {
                throw DatabaseException.invalid("duplicated field data of field %s", name);
            }
            if (column.column().rowCount() != request.rowCount()) {
                throw DatabaseException.invalid(
                        "the num_rows (%d) of field (%s) is not equal to passed num_rows (%d)",
                        column.column().rowCount(), name, request.rowCount());
            }
        }
        return byName;
    }

    private static DatabaseException unknown(CollectionSchema schema, NamedColumn column) {
        if (column.dynamic()) {
            return DatabaseException.invalid("without dynamic schema enabled, the field name cannot be set to $meta");
        }
        return DatabaseException.invalid("fieldName(%s) not found in collection schema", column.name());
    }

    private static FieldColumn checked(FieldSchema field, NamedColumn sent) {
        Optional<BitSet> nulls = sent.nulls().filter(bits -> !bits.isEmpty());
        if (nulls.isPresent() && field.defaultValue().isPresent()) {
            Column filled =
                    withDefault(sent.column(), nulls.get(), field.defaultValue().get(), field.type());
            ValueCheck.check(field, filled, Optional.empty());
            return new FieldColumn(field.id(), filled);
        }
        if (nulls.isPresent() && !field.traits().nullable()) {
            throw DatabaseException.invalid(
                    "the field(%s) is not nullable but has a null value in row %d",
                    field.name(), nulls.get().nextSetBit(0));
        }
        ValueCheck.check(field, sent.column(), nulls);
        return new FieldColumn(field.id(), sent.column(), nulls);
    }

    private static FieldColumn missing(FieldSchema field, int rowCount) {
        if (field.defaultValue().isPresent()) {
            BitSet all = new BitSet();
            all.set(0, rowCount);
            Column zeros = zeros(field, rowCount);
            return new FieldColumn(
                    field.id(), withDefault(zeros, all, field.defaultValue().get(), field.type()));
        }
        if (field.traits().nullable()) {
            BitSet all = new BitSet();
            all.set(0, rowCount);
            return new FieldColumn(field.id(), zeros(field, rowCount), Optional.of(all));
        }
        if (field.traits().dynamic()) {
            return new FieldColumn(field.id(), zeros(field, rowCount));
        }
        throw DatabaseException.invalid("fieldSchema(%s) has no corresponding fieldData pass in", field.name());
    }

    /** Returns a column of zeros, empty texts and empty objects. */
    static Column zeros(FieldSchema field, int rowCount) {
        return zeros(field.type(), field.elementType(), rowCount);
    }

    private static Column zeros(DataType type, Optional<DataType> elementType, int rowCount) {
        return switch (type) {
            case BOOL -> new Column.BoolColumn(new boolean[rowCount]);
            case INT8, INT16, INT32 -> new Column.IntColumn(new int[rowCount]);
            case INT64 -> new Column.LongColumn(new long[rowCount]);
            case FLOAT -> new Column.FloatColumn(new float[rowCount]);
            case DOUBLE -> new Column.DoubleColumn(new double[rowCount]);
            case VARCHAR -> {
                String[] values = new String[rowCount];
                Arrays.fill(values, "");
                yield new Column.StringColumn(values);
            }
            case JSON -> {
                byte[][] values = new byte[rowCount][];
                Arrays.fill(values, EMPTY_OBJECT);
                yield new Column.JsonColumn(values);
            }
            case ARRAY ->
                new Column.ArrayColumn(new int[rowCount + 1], zeros(elementType.orElseThrow(), Optional.empty(), 0));
            case BINARY_VECTOR, FLOAT_VECTOR, FLOAT16_VECTOR, BFLOAT16_VECTOR, SPARSE_FLOAT_VECTOR, INT8_VECTOR ->
                throw DatabaseException.invalid("a vector field cannot be left out");
        };
    }

    private static Column withDefault(Column column, BitSet places, Value value, DataType type) {
        Column filled = copy(column);
        places.stream().forEach(row -> put(filled, row, value, type));
        return filled;
    }

    private static Column copy(Column column) {
        return switch (column) {
            case Column.BoolColumn c -> new Column.BoolColumn(c.values().clone());
            case Column.IntColumn c -> new Column.IntColumn(c.values().clone());
            case Column.LongColumn c -> new Column.LongColumn(c.values().clone());
            case Column.FloatColumn c -> new Column.FloatColumn(c.values().clone());
            case Column.DoubleColumn c -> new Column.DoubleColumn(c.values().clone());
            case Column.StringColumn c -> new Column.StringColumn(c.values().clone());
            default -> column;
        };
    }

    private static void put(Column column, int row, Value value, DataType type) {
        switch (column) {
            case Column.BoolColumn c when value instanceof Value.BoolValue v -> c.values()[row] = v.value();
            case Column.IntColumn c when value instanceof Value.LongValue v -> c.values()[row] = (int) v.value();
            case Column.LongColumn c when value instanceof Value.LongValue v -> c.values()[row] = v.value();
            case Column.FloatColumn c when value instanceof Value.DoubleValue v -> c.values()[row] = (float) v.value();
            case Column.DoubleColumn c when value instanceof Value.DoubleValue v -> c.values()[row] = v.value();
            case Column.StringColumn c when value instanceof Value.StringValue v -> c.values()[row] = v.value();
            default -> throw DatabaseException.invalid("default value %s does not fit type %s", value, type.wireName());
        }
    }
}
