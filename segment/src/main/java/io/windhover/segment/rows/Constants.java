package io.windhover.segment.rows;

import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What rows have in a field that was added to the schema after them: its default value, or none. */
public final class Constants {
    private Constants() {}

    /** Returns a column with the field's default in every row, or null in every row if it has none. */
    public static ColumnView absent(FieldSchema field) {
        NullBits nulls = field.defaultValue().isEmpty() ? NullBits.ALL : NullBits.NONE;
        if (field.fixedBytes() == 0) {
            ByteBuilder bytes = new ByteBuilder(16);
            field.defaultValue().ifPresent(value -> putVariable(field, value, bytes));
            return VariableView.constant(bytes.toArray(), nulls);
        }
        MemorySegment memory = Arena.ofAuto().allocate(Math.max(8, field.fixedBytes()), 8);
        field.defaultValue().ifPresent(value -> setFixed(field.type(), value, memory));
        return FixedView.constant(memory.asSlice(0, field.fixedBytes()), nulls);
    }

    private static void putVariable(FieldSchema field, Value value, ByteBuilder out) {
        switch (value) {
            case Value.StringValue text -> out.put(text.value().getBytes(StandardCharsets.UTF_8));
            case Value.ListValue list ->
                ValueBytes.put(arrayOf(list.values()), 0, field.elementType().orElseThrow(), out);
            case Value.BoolValue _, Value.LongValue _, Value.DoubleValue _ ->
                throw Invariant.unreachable("field {} cannot have the default {}", field.name(), value);
        }
    }

    private static Column.ArrayColumn arrayOf(List<Value> values) {
        Invariant.check(values.isEmpty(), "an array default must be empty");
        return new Column.ArrayColumn(new int[2], new Column.LongColumn(new long[0]));
    }

    private static void setFixed(DataType type, Value value, MemorySegment target) {
        switch (value) {
            case Value.BoolValue bool -> target.set(Layouts.BYTE, 0, (byte) (bool.value() ? 1 : 0));
            case Value.LongValue whole -> setNumber(type, whole.value(), whole.value(), target);
            case Value.DoubleValue real -> setNumber(type, (long) real.value(), real.value(), target);
            case Value.StringValue _, Value.ListValue _ ->
                throw Invariant.unreachable("{} cannot have the default {}", type, value);
        }
    }

    private static void setNumber(DataType type, long whole, double real, MemorySegment target) {
        switch (type) {
            case FLOAT -> target.set(Layouts.FLOAT, 0, (float) real);
            case DOUBLE -> target.set(Layouts.DOUBLE, 0, real);
            case BOOL, INT8, INT16, INT32, INT64 -> target.set(Layouts.LONG, 0, whole);
            case VARCHAR,
                    ARRAY,
                    JSON,
                    BINARY_VECTOR,
                    FLOAT_VECTOR,
                    FLOAT16_VECTOR,
                    BFLOAT16_VECTOR,
                    SPARSE_FLOAT_VECTOR,
                    INT8_VECTOR -> throw Invariant.unreachable("{} has no default number", type);
        }
    }
}
