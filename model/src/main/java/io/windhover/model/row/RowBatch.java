package io.windhover.model.row;

import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import java.util.List;
import java.util.Optional;

/**
 * Rows as columns of equal length.
 *
 * @param columns  at most one per field
 * @param rowCount of each column
 */
public record RowBatch(List<FieldColumn> columns, int rowCount) {
    /** Checks that all columns have the same length. */
    public RowBatch {
        columns = List.copyOf(columns);
        for (FieldColumn column : columns) {
            Invariant.check(
                    column.column().rowCount() == rowCount,
                    "field {} has {} rows, not {}",
                    column.field(),
                    column.column().rowCount(),
                    rowCount);
        }
    }

    /** Finds the column of a field. */
    public Optional<FieldColumn> column(FieldId field) {
        return columns.stream().filter(c -> c.field().equals(field)).findFirst();
    }
}
