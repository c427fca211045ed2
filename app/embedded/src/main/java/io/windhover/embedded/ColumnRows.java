package io.windhover.embedded;

import io.windhover.model.row.Column;
import io.windhover.proxy.request.NamedColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns columns into rows as maps: the inverse of {@link RowColumns}; JSON comes as text. */
final class ColumnRows {
    private ColumnRows() {}

    static Map<String, Object> row(List<NamedColumn> columns, int row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (NamedColumn column : columns) {
            boolean isNull = column.nulls().map(nulls -> nulls.get(row)).orElse(false);
            values.put(column.name(), isNull ? null : value(column.column(), row));
        }
        return values;
    }

    private static Object value(Column column, int row) {
        return switch (column) {
            case Column.BoolColumn c -> c.values()[row];
            case Column.IntColumn c -> c.values()[row];
            case Column.LongColumn c -> c.values()[row];
            case Column.FloatColumn c -> c.values()[row];
            case Column.DoubleColumn c -> c.values()[row];
            case Column.StringColumn c -> c.values()[row];
            case Column.JsonColumn c -> new String(c.values()[row], StandardCharsets.UTF_8);
            case Column.FloatVectorColumn c -> Arrays.copyOfRange(c.values(), row * c.dim(), (row + 1) * c.dim());
            case Column.ByteVectorColumn c ->
                Arrays.copyOfRange(c.values(), row * c.rowBytes(), (row + 1) * c.rowBytes());
            case Column.ArrayColumn c -> elements(c, row);
            case Column.SparseVectorColumn c -> pairs(c, row);
        };
    }

    private static List<Object> elements(Column.ArrayColumn column, int row) {
        List<Object> values = new ArrayList<>();
        for (int i = column.offsets()[row]; i < column.offsets()[row + 1]; i++) {
            values.add(value(column.elements(), i));
        }
        return values;
    }

    private static Map<Long, Float> pairs(Column.SparseVectorColumn column, int row) {
        Map<Long, Float> values = new LinkedHashMap<>();
        for (int i = column.offsets()[row]; i < column.offsets()[row + 1]; i++) {
            values.put(Integer.toUnsignedLong(column.dimensions()[i]), column.values()[i]);
        }
        return values;
    }
}
