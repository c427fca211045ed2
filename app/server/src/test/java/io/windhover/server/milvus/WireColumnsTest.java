package io.windhover.server.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.proto.common.PlaceholderGroup;
import io.windhover.proto.common.PlaceholderType;
import io.windhover.proto.common.PlaceholderValue;
import io.windhover.proto.rows.RowsColumn;
import io.windhover.proto.schema.ArrayArray;
import io.windhover.proto.schema.FieldData;
import io.windhover.proto.schema.LongArray;
import io.windhover.proto.schema.ScalarField;
import io.windhover.proto.schema.StringArray;
import io.windhover.proxy.request.NamedColumn;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: a column survives the wire. Method: write it, read it back, for every type; and misfits one by one. */
class WireColumnsTest {
    private static NamedColumn again(NamedColumn column) {
        return read(WireResults.column(column), column.column().rowCount());
    }

    private static NamedColumn read(FieldData field, int rowCount) {
        try {
            return WireColumns.read(List.of(RowsColumn.parseFrom(field.toByteString())), rowCount)
                    .getFirst();
        } catch (InvalidProtocolBufferException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void survives(DataType type, Column column) {
        NamedColumn named = new NamedColumn("f", type, column);
        assertThat(again(named)).usingRecursiveComparison().isEqualTo(named);
    }

    @Test
    void everyTypeSurvives() {
        survives(DataType.BOOL, new Column.BoolColumn(new boolean[] {true, false, true}));
        survives(DataType.INT8, new Column.IntColumn(new int[] {-128, 0, 127}));
        survives(DataType.INT16, new Column.IntColumn(new int[] {-32768, 5, 32767}));
        survives(DataType.INT32, new Column.IntColumn(new int[] {Integer.MIN_VALUE, 5, Integer.MAX_VALUE}));
        survives(DataType.INT64, new Column.LongColumn(new long[] {Long.MIN_VALUE, 5, Long.MAX_VALUE}));
        survives(DataType.FLOAT, new Column.FloatColumn(new float[] {1.5f, Float.MAX_VALUE, -0f}));
        survives(DataType.DOUBLE, new Column.DoubleColumn(new double[] {1.5, Double.MAX_VALUE}));
        survives(DataType.VARCHAR, new Column.StringColumn(new String[] {"", "ü", "漢"}));
        survives(DataType.JSON, new Column.JsonColumn(new byte[][] {"{}".getBytes(StandardCharsets.UTF_8), {'1'}}));
        survives(DataType.FLOAT_VECTOR, new Column.FloatVectorColumn(new float[] {1, 2, 3, 4}, 2));
        survives(DataType.BINARY_VECTOR, new Column.ByteVectorColumn(new byte[] {1, 2, 3, 4}, 2));
        survives(DataType.FLOAT16_VECTOR, new Column.ByteVectorColumn(new byte[] {1, 2, 3, 4}, 4));
        survives(DataType.BFLOAT16_VECTOR, new Column.ByteVectorColumn(new byte[] {1, 2, 3, 4}, 4));
        survives(DataType.INT8_VECTOR, new Column.ByteVectorColumn(new byte[] {-1, 2, 3, 4}, 2));
        survives(
                DataType.SPARSE_FLOAT_VECTOR,
                new Column.SparseVectorColumn(new int[] {0, 2, 2, 3}, new int[] {1, -2, 7}, new float[] {0.5f, 1, -2}));
    }

    private static NamedColumn arrays(DataType elementType, int[] offsets, Column elements) {
        Column column = new Column.ArrayColumn(offsets, elements);
        return new NamedColumn("f", DataType.ARRAY, Optional.of(elementType), column, Optional.empty(), false);
    }

    @Test
    void arraysOfEveryElementTypeSurvive() {
        int[] offsets = {0, 2, 2, 3};
        List<NamedColumn> columns = List.of(
                arrays(DataType.BOOL, offsets, new Column.BoolColumn(new boolean[] {true, false, true})),
                arrays(DataType.INT8, offsets, new Column.IntColumn(new int[] {-128, 0, 127})),
                arrays(DataType.INT16, offsets, new Column.IntColumn(new int[] {-32768, 0, 32767})),
                arrays(DataType.INT32, offsets, new Column.IntColumn(new int[] {1, Integer.MIN_VALUE, 3})),
                arrays(DataType.INT64, offsets, new Column.LongColumn(new long[] {1, Long.MIN_VALUE, 3})),
                arrays(DataType.FLOAT, offsets, new Column.FloatColumn(new float[] {1.5f, -0f, 3})),
                arrays(DataType.DOUBLE, offsets, new Column.DoubleColumn(new double[] {1.5, -2, 3})),
                arrays(DataType.VARCHAR, offsets, new Column.StringColumn(new String[] {"a", "b", "c"})));
        for (NamedColumn column : columns) {
            assertThat(again(column)).usingRecursiveComparison().isEqualTo(column);
        }
    }

    private static ScalarField longs(long... values) {
        LongArray.Builder data = LongArray.newBuilder();
        for (long value : values) {
            data.addData(value);
        }
        return ScalarField.newBuilder().setLongData(data).build();
    }

    private static FieldData arrayField(List<ScalarField> rows) {
        return FieldData.newBuilder()
                .setFieldName("f")
                .setTypeValue(DataType.ARRAY.wireNumber())
                .setScalars(ScalarField.newBuilder()
                        .setArrayData(ArrayArray.newBuilder()
                                .setElementTypeValue(DataType.INT64.wireNumber())
                                .addAllData(rows)))
                .build();
    }

    @Test
    void aRowWithElementsOfAnotherTypeIsRefusedWhereverItIs() {
        ScalarField texts = ScalarField.newBuilder()
                .setStringData(StringArray.newBuilder().addData("x"))
                .build();
        for (List<ScalarField> rows : List.of(List.of(longs(1), texts), List.of(texts, longs(1)))) {
            assertThatThrownBy(() -> read(arrayField(rows), 2))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("element type of array field f, expected Int64");
        }
    }

    /** Goal: a long write costs what it holds. Method: count the bytes that reading 20,000 short arrays allocates. */
    @Test
    void manyArraysAreReadWithoutCopyingThoseBefore() {
        int rowCount = 20_000;
        FieldData field = arrayField(Collections.nCopies(rowCount, longs(1, 2)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        read(field, rowCount);
        long before = threads.getCurrentThreadAllocatedBytes();
        NamedColumn column = read(field, rowCount);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(((Column.ArrayColumn) column.column()).elements().rowCount()).isEqualTo(2 * rowCount);
        assertThat(bytes).isLessThan(1_000L * rowCount);
    }

    @Test
    void nullsSurviveWithAndWithoutAPlaceOnTheWire() {
        BitSet nulls = new BitSet();
        nulls.set(1);
        NamedColumn wide = new NamedColumn(
                "f",
                DataType.INT64,
                Optional.empty(),
                new Column.LongColumn(new long[] {7, 0, 9}),
                Optional.of(nulls),
                false);
        assertThat(again(wide)).usingRecursiveComparison().isEqualTo(wide);
        FieldData narrow = FieldData.newBuilder()
                .setFieldName("f")
                .setTypeValue(DataType.INT64.wireNumber())
                .setScalars(ScalarField.newBuilder()
                        .setLongData(LongArray.newBuilder().addData(7).addData(9)))
                .addAllValidData(List.of(true, false, true))
                .build();
        assertThat(read(narrow, 3)).usingRecursiveComparison().isEqualTo(wide);
        NamedColumn vectors = new NamedColumn(
                "f",
                DataType.FLOAT_VECTOR,
                Optional.empty(),
                new Column.FloatVectorColumn(new float[] {1, 2, 0, 0, 3, 4}, 2),
                Optional.of(nulls),
                false);
        assertThat(WireResults.column(vectors).getVectors().getFloatVector().getDataCount())
                .isEqualTo(4);
        assertThat(again(vectors)).usingRecursiveComparison().isEqualTo(vectors);
    }

    @Test
    void misfitsAreRefusedByName() {
        FieldData tooLarge = FieldData.newBuilder()
                .setFieldName("tiny")
                .setTypeValue(DataType.INT8.wireNumber())
                .setScalars(ScalarField.newBuilder()
                        .setIntData(
                                io.windhover.proto.schema.IntArray.newBuilder().addData(128)))
                .build();
        assertThatThrownBy(() -> read(tooLarge, 1))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("tiny")
                .hasMessageContaining("Int8");
        FieldData good =
                tooLarge.toBuilder().setTypeValue(DataType.INT32.wireNumber()).build();
        assertThatThrownBy(() -> read(good, 2))
                .hasMessageContaining("num_rows (1) of field (tiny)")
                .hasMessageContaining("passed num_rows (2)");
    }

    @Test
    void sparseRowsAreSortedByUnsignedDimension() {
        ByteBuffer row = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        row.putInt(-1).putFloat(-3).putInt(5).putFloat(1).putInt(2).putFloat(2).flip();
        Column.SparseVectorColumn column =
                (Column.SparseVectorColumn) WireColumns.sparse(List.of(ByteString.copyFrom(row)));
        assertThat(column.dimensions()).containsExactly(2, 5, -1);
        assertThat(column.values()).containsExactly(2, 1, -3);
    }

    @Test
    void floatsInSeveralRunsAndOneByOneAreReadAsOne() {
        ByteBuffer message = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        message.put((byte) 0x0a).put((byte) 8).putFloat(1).putFloat(2);
        message.put((byte) 0x0d).putFloat(3);
        message.put((byte) 0x0a).put((byte) 4).putFloat(4).flip();
        assertThat(PackedFloats.read(ByteString.copyFrom(message))).containsExactly(1, 2, 3, 4);
        assertThat(PackedFloats.read(ByteString.EMPTY)).isEmpty();
        assertThatThrownBy(() -> PackedFloats.read(ByteString.copyFromUtf8("nonsense")))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void queryVectorsAreRead() {
        ByteBuffer row = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        row.putFloat(1.5f).putFloat(-2).flip();
        PlaceholderGroup group = PlaceholderGroup.newBuilder()
                .addPlaceholders(PlaceholderValue.newBuilder()
                        .setType(PlaceholderType.FloatVector)
                        .addValues(ByteString.copyFrom(row.duplicate()))
                        .addValues(ByteString.copyFrom(row.duplicate())))
                .build();
        assertThat(WireQueries.read(group.toByteString()))
                .usingRecursiveComparison()
                .isEqualTo(new Column.FloatVectorColumn(new float[] {1.5f, -2, 1.5f, -2}, 2));
        assertThatThrownBy(() -> WireQueries.read(ByteString.EMPTY)).isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> WireQueries.read(ByteString.copyFromUtf8("nonsense")))
                .isInstanceOf(DatabaseException.class);
    }
}
