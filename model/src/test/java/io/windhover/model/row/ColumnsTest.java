package io.windhover.model.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.FieldId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: selecting and joining rows keeps values and nulls together. Method: small columns with known answers. */
class ColumnsTest {
    @Test
    void selectedRowsKeepTheirElementsAndNulls() {
        BitSet nulls = new BitSet();
        nulls.set(1);
        FieldColumn arrays = new FieldColumn(
                new FieldId(100),
                new Column.ArrayColumn(new int[] {0, 2, 2, 5}, new Column.LongColumn(new long[] {1, 2, 3, 4, 5})),
                Optional.of(nulls));
        FieldColumn picked = Columns.select(arrays, new int[] {2, 1, 0});
        Column.ArrayColumn column = (Column.ArrayColumn) picked.column();
        assertThat(column.offsets()).containsExactly(0, 3, 3, 5);
        assertThat(((Column.LongColumn) column.elements()).values()).containsExactly(3, 4, 5, 1, 2);
        assertThat(picked.isNull(1)).isTrue();
        assertThat(picked.isNull(0)).isFalse();
    }

    @Test
    void joinedBatchesHaveAllRowsInOrder() {
        RowBatch first = batch(new int[] {0, 1}, new int[] {7}, new float[] {0.5f});
        RowBatch second = batch(new int[] {0, 0, 2}, new int[] {1, 9}, new float[] {1, 2});
        Column.SparseVectorColumn joined = (Column.SparseVectorColumn)
                Columns.concat(List.of(first, second)).columns().getFirst().column();
        assertThat(joined.offsets()).containsExactly(0, 1, 1, 3);
        assertThat(joined.dimensions()).containsExactly(7, 1, 9);
        assertThat(joined.values()).containsExactly(0.5f, 1, 2);
    }

    private static RowBatch batch(int[] offsets, int[] dimensions, float[] values) {
        Column column = new Column.SparseVectorColumn(offsets, dimensions, values);
        return new RowBatch(List.of(new FieldColumn(new FieldId(101), column)), column.rowCount());
    }
}
