package io.windhover.model.row;

import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import java.util.BitSet;
import java.util.Optional;

/**
 * A column with its field and its nulls.
 *
 * @param field whose values these are
 * @param column the values
 * @param nulls  bit per row, set = null; empty = no row is null; not changed after it was handed over
 */
public record FieldColumn(FieldId field, Column column, Optional<BitSet> nulls) {
    /** Checks that no null lies outside. */
    public FieldColumn {
        Invariant.check(
                nulls.isEmpty() || nulls.get().length() <= column.rowCount(),
                "nulls beyond the rows of field {}",
                field);
    }

    /** Creates a column without nulls. */
    public FieldColumn(FieldId field, Column column) {
        this(field, column, Optional.empty());
    }

    /** Tells whether a row has no value. */
    public boolean isNull(int rowIndex) {
        return nulls.isPresent() && nulls.get().get(rowIndex);
    }
}
