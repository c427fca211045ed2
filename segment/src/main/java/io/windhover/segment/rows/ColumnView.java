package io.windhover.segment.rows;

/**
 * The values of one field in one segment, immutable for the rows of the view it belongs to and readable by any thread
 * while the segment is held. What a value means follows from the field's type.
 */
public sealed interface ColumnView permits FixedView, VariableView {
    /** Returns which rows have no value. */
    NullBits nulls();

    /** Tells whether a row has no value. */
    default boolean isNull(int row) {
        return nulls().isNull(row);
    }
}
