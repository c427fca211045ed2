package io.windhover.segment.search;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.VariableView;
import java.util.Optional;

/** The values by which hits and rows are grouped; null is a value of its own. */
final class GroupValues {
    private static final Object NULL = new Object();
    private final ColumnView column;

    GroupValues(ColumnView column) {
        this.column = column;
    }

    /** Fails with PARAMETER_INVALID unless hits can be grouped by the field. */
    static void check(FieldSchema field) {
        DataType type = field.type();
        if (type != DataType.BOOL && !type.isInteger() && type != DataType.VARCHAR) {
            throw DatabaseException.invalid("unsupported data type %s for group by operator", type.wireName());
        }
    }

    /** Returns what {@link #of} returned as a value, nothing for null. */
    static Optional<Value> value(Object value) {
        if (value == NULL) {
            return Optional.empty();
        }
        return Optional.of(
                value instanceof Long number ? new Value.LongValue(number) : new Value.StringValue((String) value));
    }

    /** Returns a row's value as an object that equals others of the same value, in any segment. */
    Object of(int row) {
        if (column.isNull(row)) {
            return NULL;
        }
        return switch (column) {
            case FixedView fixed -> fixed.integerAt(row);
            case VariableView texts -> texts.string(row);
        };
    }
}
