package io.windhover.segment.search;

import io.windhover.model.DatabaseException;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.VariableView;

/** The values by which hits are grouped; null is a value of its own. */
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
