package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;

/** Reads an array field block by block. */
final class ArrayReader {
    private final FieldId field;
    private final FilterColumns columns;
    private final Bits nulls;
    private final ArrayBlock rows = new ArrayBlock();

    ArrayReader(FieldId field, ScanColumns columns) {
        this.field = field;
        this.columns = columns.columns();
        this.nulls = columns.nulls(field);
    }

    /** Returns the arrays of a block, until the next call, any for rows nobody asks about; makes null rows unknown. */
    ArrayBlock read(Block block) {
        block.addNulls(nulls);
        rows.clear();
        if (!block.isSparse()) {
            columns.readArrays(field, block.from(), block.count(), rows);
            return rows;
        }
        for (int row = 0; row < block.count(); row++) {
            if (block.isOpen(row)) {
                columns.readArrays(field, block.from() + row, 1, rows);
            } else {
                rows.endRow();
            }
        }
        return rows;
    }
}
