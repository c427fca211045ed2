package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import java.util.HashMap;
import java.util.Map;

/** The columns of a segment with their nulls, each fetched once in an evaluation. */
final class ScanColumns {
    private final FilterColumns columns;
    private final int rowCount;
    private final Map<FieldId, Bits> nulls = new HashMap<>();

    ScanColumns(FilterColumns columns, int rowCount) {
        this.columns = columns;
        this.rowCount = rowCount;
    }

    FilterColumns columns() {
        return columns;
    }

    int rowCount() {
        return rowCount;
    }

    /** Returns the same columns as if every row had a value. */
    ScanColumns ignoringNulls() {
        return new ScanColumns(new WithoutNulls(columns), rowCount);
    }

    /** Returns the rows without a value, not to be changed. */
    Bits nulls(FieldId field) {
        return nulls.computeIfAbsent(field, id -> {
            Bits bits = new Bits(rowCount);
            columns.addNulls(id, bits);
            return bits;
        });
    }

    /** Columns without their nulls. */
    private record WithoutNulls(FilterColumns columns) implements FilterColumns {
        @Override
        public void addNulls(FieldId field, Bits nulls) {
            // There are none.
        }

        @Override
        public void readLongs(FieldId field, int from, int count, long[] target) {
            columns.readLongs(field, from, count, target);
        }

        @Override
        public void readDoubles(FieldId field, int from, int count, double[] target) {
            columns.readDoubles(field, from, count, target);
        }

        @Override
        public void readTexts(FieldId field, int from, int count, TextBlock target) {
            columns.readTexts(field, from, count, target);
        }

        @Override
        public void readArrays(FieldId field, int from, int count, ArrayBlock target) {
            columns.readArrays(field, from, count, target);
        }
    }
}
