package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.segment.filter.ArrayBlock;
import io.windhover.segment.filter.FilterColumns;
import io.windhover.segment.filter.TextBlock;

/** Some rows of a segment as a filter reads them: row {@code i} of the filter is row {@code rows[i]} of the segment. */
final class PickedColumns implements FilterColumns {
    private final ViewColumns all;
    private final int[] rows;

    PickedColumns(ViewColumns all, int[] rows) {
        this.all = all;
        this.rows = rows;
    }

    @Override
    public void addNulls(FieldId field, Bits nulls) {
        for (int i = 0; i < nulls.size(); i++) {
            if (all.isNull(field, rows[i])) {
                nulls.set(i);
            }
        }
    }

    @Override
    public void readLongs(FieldId field, int from, int count, long[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = all.longAt(field, rows[from + i]);
        }
    }

    @Override
    public void readDoubles(FieldId field, int from, int count, double[] target) {
        for (int i = 0; i < count; i++) {
            target[i] = all.doubleAt(field, rows[from + i]);
        }
    }

    @Override
    public void readTexts(FieldId field, int from, int count, TextBlock target) {
        for (int i = 0; i < count; i++) {
            all.readTexts(field, rows[from + i], 1, target);
        }
    }

    @Override
    public void readArrays(FieldId field, int from, int count, ArrayBlock target) {
        for (int i = 0; i < count; i++) {
            all.readArrays(field, rows[from + i], 1, target);
        }
    }
}
