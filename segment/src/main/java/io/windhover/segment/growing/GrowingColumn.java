package io.windhover.segment.growing;

import io.windhover.model.row.FieldColumn;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.Constants;
import java.lang.foreign.Arena;

/** A column that grows by rows at its end. Written by the owner of its segment only. */
sealed interface GrowingColumn permits GrowingFixed, GrowingVariable {
    /** Creates an empty column in chunks of {@code 1 << shift} rows. */
    static GrowingColumn of(FieldSchema field, Arena arena, int shift) {
        return field.fixedBytes() > 0 ? new GrowingFixed(field, arena, shift) : new GrowingVariable(field, shift);
    }

    /** Returns whose values these are. */
    FieldSchema field();

    /** Adds all rows of a column. */
    void append(FieldColumn column);

    /** Adds rows that have the field's default or null. */
    void appendAbsent(int count);

    /** Returns a picture for readers that have a later happens-before edge (a volatile read after this call). */
    ColumnView view();

    /** Returns the bytes of memory held. */
    long bytes();

    /** Returns the value of rows that bring none. */
    static ColumnView absent(FieldSchema field) {
        return Constants.absent(field);
    }
}
