package io.windhover.storm.endpoint;

import com.google.gson.Gson;
import io.milvus.grpc.FieldData;
import io.milvus.param.ParamUtils;
import io.milvus.v2.common.DataType;
import io.milvus.v2.service.vector.request.data.BaseVector;
import io.milvus.v2.service.vector.request.data.BinaryVec;
import io.milvus.v2.service.vector.request.data.Float16Vec;
import io.milvus.v2.service.vector.request.data.FloatVec;
import io.milvus.v2.service.vector.request.data.SparseFloatVec;
import io.windhover.storm.stage.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Values of rows in the forms that the client takes. */
public final class Wire {
    private static final Gson GSON = new Gson();

    private Wire() {}

    /** Returns the rows of consecutive ids as the client sends them. */
    public static Batch batch(List<Field> fields, long from, int count) {
        return new Batch(
                from,
                count,
                fields.stream().map(field -> column(field, from, count)).toList());
    }

    private static FieldData column(Field field, long from, int count) {
        List<Object> values = new ArrayList<>(count);
        for (long id = from; id < from + count; id++) {
            values.add(taken(field, field.value().apply(id)));
        }
        return ParamUtils.genFieldData(
                field.name(),
                wireType(field.type()),
                wireType(field.element()),
                field.isNullable(),
                null,
                values,
                false);
    }

    private static io.milvus.grpc.DataType wireType(DataType type) {
        return io.milvus.grpc.DataType.valueOf(type.name());
    }

    /** Returns a value as the client takes it in a column. */
    private static Object taken(Field field, Object value) {
        return switch (value) {
            case null -> null;
            case float[] vector ->
                field.type() == DataType.Float16Vector ? ByteBuffer.wrap(halves(vector)) : list(vector);
            case byte[] vector -> ByteBuffer.wrap(vector);
            case List<?> list
            when isNarrow(field.element()) ->
                list.stream().map(element -> ((Number) element).intValue()).toList();
            case Map<?, ?> document when field.type() == DataType.JSON -> GSON.toJsonTree(document);
            default -> value;
        };
    }

    private static boolean isNarrow(DataType element) {
        return element == DataType.Int8 || element == DataType.Int16 || element == DataType.Int32;
    }

    private static List<Float> list(float[] vector) {
        List<Float> list = new ArrayList<>(vector.length);
        for (float value : vector) {
            list.add(value);
        }
        return list;
    }

    /** Returns numbers in 16 bits each, little end first. */
    static byte[] halves(float[] vector) {
        byte[] bytes = new byte[2 * vector.length];
        for (int d = 0; d < vector.length; d++) {
            short half = Float.floatToFloat16(vector[d]);
            bytes[2 * d] = (byte) half;
            bytes[2 * d + 1] = (byte) (half >>> 8);
        }
        return bytes;
    }

    /** Returns the vector of a row as the client searches for it. */
    @SuppressWarnings("unchecked")
    static BaseVector query(Field field, long id) {
        return switch (field.value().apply(id)) {
            case float[] vector ->
                field.type() == DataType.Float16Vector ? new Float16Vec(halves(vector)) : new FloatVec(vector);
            case byte[] vector -> new BinaryVec(vector);
            case SortedMap<?, ?> vector -> new SparseFloatVec((SortedMap<Long, Float>) vector);
            default -> throw new IllegalArgumentException(field.name() + " is no vector");
        };
    }
}
