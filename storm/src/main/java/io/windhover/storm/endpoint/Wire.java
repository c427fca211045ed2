package io.windhover.storm.endpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.milvus.v2.common.DataType;
import io.milvus.v2.service.vector.request.data.BaseVector;
import io.milvus.v2.service.vector.request.data.BinaryVec;
import io.milvus.v2.service.vector.request.data.Float16Vec;
import io.milvus.v2.service.vector.request.data.FloatVec;
import io.milvus.v2.service.vector.request.data.SparseFloatVec;
import io.windhover.storm.stage.Field;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.LongStream;

/** Values of rows in the forms that the client takes. */
public final class Wire {
    private static final int FLOATS = 256;
    private static final JsonPrimitive[] BYTE = new JsonPrimitive[256];
    private static final JsonPrimitive[] SIXTEENTH = new JsonPrimitive[2 * FLOATS];

    static {
        for (int i = 0; i < BYTE.length; i++) {
            BYTE[i] = new JsonPrimitive((byte) i);
        }
        for (int i = 0; i < SIXTEENTH.length; i++) {
            SIXTEENTH[i] = new JsonPrimitive((i - FLOATS) / 16.0f);
        }
    }

    private Wire() {}

    /** Returns the rows of consecutive ids as the client inserts them. */
    public static List<JsonObject> rows(List<Field> fields, long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(id -> row(id, fields))
                .toList();
    }

    private static JsonObject row(long id, List<Field> fields) {
        JsonObject row = new JsonObject();
        row.addProperty("id", id);
        for (Field field : fields) {
            Object value = field.value().apply(id);
            if (value != null) {
                row.add(field.name(), json(field, value));
            }
        }
        return row;
    }

    private static JsonElement json(Field field, Object value) {
        return switch (value) {
            case float[] vector -> field.type() == DataType.Float16Vector ? bytes(halves(vector)) : floats(vector);
            case byte[] vector -> bytes(vector);
            default -> plain(value);
        };
    }

    private static JsonElement plain(Object value) {
        return switch (value) {
            case null -> JsonNull.INSTANCE;
            case Boolean truth -> new JsonPrimitive(truth);
            case Number number -> new JsonPrimitive(number);
            case List<?> list -> {
                JsonArray array = new JsonArray(list.size());
                list.forEach(element -> array.add(plain(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                JsonObject object = new JsonObject();
                map.forEach((key, element) -> object.add(key.toString(), plain(element)));
                yield object;
            }
            default -> new JsonPrimitive(value.toString());
        };
    }

    private static JsonArray floats(float[] vector) {
        JsonArray array = new JsonArray(vector.length);
        for (float value : vector) {
            array.add(SIXTEENTH[(int) (value * 16) + FLOATS]);
        }
        return array;
    }

    private static JsonArray bytes(byte[] vector) {
        JsonArray array = new JsonArray(vector.length);
        for (byte value : vector) {
            array.add(BYTE[value & 0xff]);
        }
        return array;
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
