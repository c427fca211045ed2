package io.windhover.server.milvus;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.proto.schema.ArrayArray;
import io.windhover.proto.schema.BoolArray;
import io.windhover.proto.schema.DoubleArray;
import io.windhover.proto.schema.FieldData;
import io.windhover.proto.schema.FloatArray;
import io.windhover.proto.schema.IDs;
import io.windhover.proto.schema.IntArray;
import io.windhover.proto.schema.JSONArray;
import io.windhover.proto.schema.LongArray;
import io.windhover.proto.schema.ScalarField;
import io.windhover.proto.schema.SearchResultData;
import io.windhover.proto.schema.SparseFloatArray;
import io.windhover.proto.schema.StringArray;
import io.windhover.proto.schema.VectorField;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.SearchResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;

/** Answers on the wire: columns, keys and hits. Scalar columns have a place for each null, vector columns have none. */
final class WireResults {
    private WireResults() {}

    /** Writes the hits of a search. */
    static SearchResultData hits(SearchResult result) {
        SearchResultData.Builder wire = SearchResultData.newBuilder()
                .setNumQueries(result.hitCounts().length)
                .setIds(keys(result.keys()))
                .setPrimaryFieldName(result.primaryField())
                .addAllOutputFields(result.outputFields());
        int topK = 0;
        for (int count : result.hitCounts()) {
            wire.addTopks(count);
            topK = Math.max(topK, count);
        }
        wire.setTopK(topK);
        for (float score : result.scores()) {
            wire.addScores(score);
        }
        for (NamedColumn column : result.columns()) {
            wire.addFieldsData(column(column));
        }
        result.groupBy().ifPresent(c -> {
            FieldData values = column(c);
            wire.setGroupByFieldValue(values).addGroupByFieldValues(values);
        });
        return wire.build();
    }

    /** Writes primary keys. */
    static IDs keys(PrimaryKeys keys) {
        return switch (keys) {
            case PrimaryKeys.LongKeys k ->
                IDs.newBuilder().setIntId(longs(k.values())).build();
            case PrimaryKeys.StringKeys k ->
                IDs.newBuilder()
                        .setStrId(StringArray.newBuilder().addAllData(List.of(k.values())))
                        .build();
        };
    }

    /** Writes one column. */
    static FieldData column(NamedColumn column) {
        FieldData.Builder wire = FieldData.newBuilder()
                .setTypeValue(column.type().wireNumber())
                .setFieldName(column.name())
                .setIsDynamic(column.dynamic());
        column.nulls().ifPresent(nulls -> {
            for (int i = 0; i < column.column().rowCount(); i++) {
                wire.addValidData(!nulls.get(i));
            }
        });
        if (column.type().isVector()) {
            wire.setVectors(
                    vectors(column.type(), column.column(), column.nulls().orElseGet(BitSet::new)));
        } else {
            int elementType = column.elementType().map(DataType::wireNumber).orElse(0);
            wire.setScalars(
                    scalars(column.column(), elementType, 0, column.column().rowCount()));
        }
        return wire.build();
    }

    private static ScalarField scalars(Column column, int elementType, int from, int to) {
        ScalarField.Builder wire = ScalarField.newBuilder();
        switch (column) {
            case Column.BoolColumn c -> wire.setBoolData(bools(c, from, to));
            case Column.IntColumn c -> wire.setIntData(ints(c, from, to));
            case Column.LongColumn c -> wire.setLongData(longs(c, from, to));
            case Column.FloatColumn c -> wire.setFloatData(floats(c.values(), from, to));
            case Column.DoubleColumn c -> wire.setDoubleData(doubles(c, from, to));
            case Column.StringColumn c ->
                wire.setStringData(StringArray.newBuilder()
                        .addAllData(java.util.Arrays.asList(c.values()).subList(from, to)));
            case Column.JsonColumn c -> wire.setJsonData(documents(c, from, to));
            case Column.ArrayColumn c -> wire.setArrayData(arrays(c, elementType));
            case Column.FloatVectorColumn _, Column.ByteVectorColumn _, Column.SparseVectorColumn _ ->
                throw new IllegalArgumentException("a vector column is no scalar");
        }
        return wire.build();
    }

    private static BoolArray.Builder bools(Column.BoolColumn column, int from, int to) {
        BoolArray.Builder wire = BoolArray.newBuilder();
        for (int i = from; i < to; i++) {
            wire.addData(column.values()[i]);
        }
        return wire;
    }

    private static IntArray.Builder ints(Column.IntColumn column, int from, int to) {
        IntArray.Builder wire = IntArray.newBuilder();
        for (int i = from; i < to; i++) {
            wire.addData(column.values()[i]);
        }
        return wire;
    }

    private static LongArray.Builder longs(Column.LongColumn column, int from, int to) {
        LongArray.Builder wire = LongArray.newBuilder();
        for (int i = from; i < to; i++) {
            wire.addData(column.values()[i]);
        }
        return wire;
    }

    private static LongArray.Builder longs(long[] values) {
        LongArray.Builder wire = LongArray.newBuilder();
        for (long value : values) {
            wire.addData(value);
        }
        return wire;
    }

    private static FloatArray.Builder floats(float[] values, int from, int to) {
        FloatArray.Builder wire = FloatArray.newBuilder();
        for (int i = from; i < to; i++) {
            wire.addData(values[i]);
        }
        return wire;
    }

    private static DoubleArray.Builder doubles(Column.DoubleColumn column, int from, int to) {
        DoubleArray.Builder wire = DoubleArray.newBuilder();
        for (int i = from; i < to; i++) {
            wire.addData(column.values()[i]);
        }
        return wire;
    }

    private static JSONArray.Builder documents(Column.JsonColumn column, int from, int to) {
        JSONArray.Builder wire = JSONArray.newBuilder();
        for (int i = from; i < to; i++) {
            wire.addData(UnsafeByteOperations.unsafeWrap(column.values()[i]));
        }
        return wire;
    }

    private static ArrayArray.Builder arrays(Column.ArrayColumn column, int elementType) {
        ArrayArray.Builder wire = ArrayArray.newBuilder().setElementTypeValue(elementType);
        int[] offsets = column.offsets();
        for (int i = 0; i < column.rowCount(); i++) {
            wire.addData(scalars(column.elements(), 0, offsets[i], offsets[i + 1]));
        }
        return wire;
    }

    private static VectorField vectors(DataType type, Column column, BitSet nulls) {
        return switch (column) {
            case Column.FloatVectorColumn c -> {
                FloatArray.Builder values = FloatArray.newBuilder();
                for (int row = nulls.nextClearBit(0); row < c.rowCount(); row = nulls.nextClearBit(row + 1)) {
                    for (int i = row * c.dim(); i < (row + 1) * c.dim(); i++) {
                        values.addData(c.values()[i]);
                    }
                }
                yield VectorField.newBuilder()
                        .setDim(c.dim())
                        .setFloatVector(values)
                        .build();
            }
            case Column.ByteVectorColumn c -> bytes(type, c.rowBytes(), dense(c, nulls));
            case Column.SparseVectorColumn c -> sparse(c, nulls);
            default -> throw new IllegalArgumentException("a scalar column is no vector");
        };
    }

    private static ByteString dense(Column.ByteVectorColumn column, BitSet nulls) {
        if (nulls.isEmpty()) {
            return UnsafeByteOperations.unsafeWrap(column.values());
        }
        int rowBytes = column.rowBytes();
        ByteBuffer rows = ByteBuffer.allocate((column.rowCount() - nulls.cardinality()) * rowBytes);
        for (int row = nulls.nextClearBit(0); row < column.rowCount(); row = nulls.nextClearBit(row + 1)) {
            rows.put(column.values(), row * rowBytes, rowBytes);
        }
        return UnsafeByteOperations.unsafeWrap(rows.flip());
    }

    private static VectorField bytes(DataType type, int rowBytes, ByteString rows) {
        VectorField.Builder wire = VectorField.newBuilder();
        return switch (type) {
            case BINARY_VECTOR ->
                wire.setDim(8L * rowBytes).setBinaryVector(rows).build();
            case FLOAT16_VECTOR ->
                wire.setDim(rowBytes / 2).setFloat16Vector(rows).build();
            case BFLOAT16_VECTOR ->
                wire.setDim(rowBytes / 2).setBfloat16Vector(rows).build();
            default -> wire.setDim(rowBytes).setInt8Vector(rows).build();
        };
    }

    private static VectorField sparse(Column.SparseVectorColumn column, BitSet nulls) {
        SparseFloatArray.Builder wire = SparseFloatArray.newBuilder();
        long dim = 0;
        int[] offsets = column.offsets();
        for (int row = nulls.nextClearBit(0); row < column.rowCount(); row = nulls.nextClearBit(row + 1)) {
            ByteBuffer pairs =
                    ByteBuffer.allocate(8 * (offsets[row + 1] - offsets[row])).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                pairs.putInt(column.dimensions()[i]).putFloat(column.values()[i]);
                dim = Math.max(dim, Integer.toUnsignedLong(column.dimensions()[i]) + 1);
            }
            wire.addContents(UnsafeByteOperations.unsafeWrap(pairs.flip()));
        }
        return VectorField.newBuilder()
                .setDim(dim)
                .setSparseFloatVector(wire.setDim(dim))
                .build();
    }
}
