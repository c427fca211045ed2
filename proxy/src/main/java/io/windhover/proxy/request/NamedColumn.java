package io.windhover.proxy.request;

import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import java.util.BitSet;
import java.util.Optional;

/**
 * A column under its field's name, in or out.
 *
 * @param name   of the field
 * @param type   of the values
 * @param elementType of an array's elements
 * @param column the values; the place of a null holds any value
 * @param nulls  bit per row, set = null
 * @param dynamic the JSON of keys that the schema does not name
 */
public record NamedColumn(
        String name,
        DataType type,
        Optional<DataType> elementType,
        Column column,
        Optional<BitSet> nulls,
        boolean dynamic) {
    /** A column without nulls of a scalar or vector field. */
    public NamedColumn(String name, DataType type, Column column) {
        this(name, type, Optional.empty(), column, Optional.empty(), false);
    }
}
