package io.windhover.proxy.read;

import io.windhover.model.Invariant;
import io.windhover.model.row.Column;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.NamedColumn;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Columns of single values. */
final class ValueColumns {
    private ValueColumns() {}

    /**
     * Makes a column.
     *
     * @param type   scalar; whole numbers stand for Bool too, 0 = false
     * @param values one a row; empty = null
     */
    static NamedColumn of(String name, DataType type, List<Optional<Value>> values) {
        BitSet nulls = new BitSet();
        for (int row = 0; row < values.size(); row++) {
            nulls.set(row, values.get(row).isEmpty());
        }
        return new NamedColumn(name, type, Optional.empty(), column(type, values), Optional.of(nulls), false);
    }

    private static Column column(DataType type, List<Optional<Value>> values) {
        return switch (type) {
            case BOOL -> {
                boolean[] flags = new boolean[values.size()];
                for (int row = 0; row < flags.length; row++) {
                    flags[row] = whole(values.get(row)) != 0;
                }
                yield new Column.BoolColumn(flags);
            }
            case INT8, INT16, INT32 ->
                new Column.IntColumn(
                        values.stream().mapToInt(v -> (int) whole(v)).toArray());
            case INT64 ->
                new Column.LongColumn(
                        values.stream().mapToLong(ValueColumns::whole).toArray());
            case FLOAT -> {
                float[] reals = new float[values.size()];
                for (int row = 0; row < reals.length; row++) {
                    reals[row] = (float) real(values.get(row));
                }
                yield new Column.FloatColumn(reals);
            }
            case DOUBLE ->
                new Column.DoubleColumn(
                        values.stream().mapToDouble(ValueColumns::real).toArray());
            case VARCHAR ->
                new Column.StringColumn(values.stream().map(ValueColumns::text).toArray(String[]::new));
            default -> throw Invariant.unreachable("no column of single values of type {}", type);
        };
    }

    private static long whole(Optional<Value> value) {
        return value.map(v -> ((Value.LongValue) v).value()).orElse(0L);
    }

    private static double real(Optional<Value> value) {
        return value.map(v -> ((Value.DoubleValue) v).value()).orElse(0.0);
    }

    private static String text(Optional<Value> value) {
        return value.map(v -> ((Value.StringValue) v).value()).orElse("");
    }
}
