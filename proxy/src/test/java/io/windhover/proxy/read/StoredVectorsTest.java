package io.windhover.proxy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.FieldId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.model.search.ShardRows;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: rows without a vector ask nothing. Method: two shards' rows by hand, one of them null. */
class StoredVectorsTest {
    private static final FieldSchema FIELD =
            new FieldSchema(new FieldId(101), "v", DataType.FLOAT_VECTOR, FieldTraits.NULLABLE, Map.of("dim", "1"));

    private static ShardRows shard(long[] keys, float[] vectors, int... nulls) {
        BitSet bits = new BitSet();
        for (int row : nulls) {
            bits.set(row);
        }
        FieldColumn column = new FieldColumn(FIELD.id(), new Column.FloatVectorColumn(vectors, 1), Optional.of(bits));
        return new ShardRows(
                new PrimaryKeys.LongKeys(keys),
                new RowBatch(List.of(column), keys.length),
                keys.length,
                Timestamp.ZERO);
    }

    private static final List<ShardRows> SHARDS =
            List.of(shard(new long[] {1, 4}, new float[] {10, 40}), shard(new long[] {2, 3}, new float[] {0, 30}, 0));

    private static Column ordered(long... keys) {
        return StoredVectors.ordered(new PrimaryKeys.LongKeys(keys), FIELD, SHARDS);
    }

    @Test
    void vectorsComeInTheOrderOfTheirKeysWithoutNulls() {
        Column.FloatVectorColumn vectors = (Column.FloatVectorColumn) ordered(3, 2, 1);
        assertThat(vectors.values()).containsExactly(30, 10);
    }

    @Test
    void onlyNullsAreRefused() {
        assertThatThrownBy(() -> ordered(2)).hasMessageContaining("all provided IDs have null vector values");
    }
}
