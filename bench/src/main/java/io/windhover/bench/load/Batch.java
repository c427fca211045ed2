package io.windhover.bench.load;

import com.google.protobuf.UnsafeByteOperations;
import io.windhover.proto.schema.DataType;
import io.windhover.proto.schema.FieldData;
import io.windhover.proto.schema.FloatArray;
import io.windhover.proto.schema.LongArray;
import io.windhover.proto.schema.ScalarField;
import io.windhover.proto.schema.VectorField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Rows of a collection made by {@link MilvusClient#createCollection}.
 *
 * @param keys     primary keys
 * @param versions a number a row
 * @param vectors  rows x dim, one after another
 * @param dim      of a vector
 */
public record Batch(long[] keys, long[] versions, float[] vectors, int dim) {
    /** Rows. */
    public int rowCount() {
        return keys.length;
    }

    /** Returns the columns as they go over the wire. */
    List<FieldData> fields() {
        FloatArray.Builder floats = FloatArray.newBuilder();
        for (float value : vectors) {
            floats.addData(value);
        }
        FieldData vector = FieldData.newBuilder()
                .setFieldName(MilvusClient.VECTOR)
                .setType(DataType.FloatVector)
                .setVectors(VectorField.newBuilder().setDim(dim).setFloatVector(floats))
                .build();
        return List.of(whole(MilvusClient.KEY, keys), whole(MilvusClient.VERSION, versions), vector);
    }

    private static FieldData whole(String name, long[] values) {
        LongArray.Builder longs = LongArray.newBuilder();
        for (long value : values) {
            longs.addData(value);
        }
        return FieldData.newBuilder()
                .setFieldName(name)
                .setType(DataType.Int64)
                .setScalars(ScalarField.newBuilder().setLongData(longs))
                .build();
    }

    /** Returns a vector's bytes as a query carries them. */
    static com.google.protobuf.ByteString bytes(float[] vector) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(vector);
        return UnsafeByteOperations.unsafeWrap(buffer);
    }
}
