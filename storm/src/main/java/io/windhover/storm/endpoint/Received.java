package io.windhover.storm.endpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.milvus.v2.common.DataType;
import io.windhover.storm.stage.Field;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Compares values of rows with what the client made of a server's answer, whatever types it chose for it. */
public final class Received {
    private Received() {}

    /** Tells whether a received value is the one that was inserted. */
    public static boolean isSame(Field field, Object inserted, Object received) {
        return switch (inserted) {
            case null -> received == null || received instanceof JsonNull;
            case float[] vector
            when field.type() == DataType.Float16Vector ->
                received instanceof ByteBuffer bytes && Arrays.equals(Wire.halves(vector), content(bytes));
            case float[] vector -> received instanceof List<?> list && isSameVector(vector, list);
            case byte[] vector -> received instanceof ByteBuffer bytes && Arrays.equals(vector, content(bytes));
            default -> isSame(inserted, received);
        };
    }

    private static byte[] content(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.limit()];
        buffer.duplicate().rewind().get(bytes);
        return bytes;
    }

    private static boolean isSameVector(float[] vector, List<?> list) {
        if (list.size() != vector.length) {
            return false;
        }
        for (int d = 0; d < vector.length; d++) {
            if (((Number) list.get(d)).floatValue() != vector[d]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Object inserted, Object received) {
        return switch (inserted) {
            case List<?> list -> isSameList(list, received instanceof JsonArray a ? a.asList() : received);
            case Map<?, ?> map -> isSameMap(map, received instanceof JsonObject o ? o.asMap() : received);
            case Number number -> received != null && number(received) == number.doubleValue();
            default -> received != null && inserted.toString().equals(string(received));
        };
    }

    private static double number(Object received) {
        return switch (received) {
            case Number number -> number.doubleValue();
            case JsonElement element when element.isJsonPrimitive() -> element.getAsDouble();
            default -> Double.NaN;
        };
    }

    private static String string(Object received) {
        return received instanceof JsonElement element && element.isJsonPrimitive()
                ? element.getAsString()
                : received.toString();
    }

    private static boolean isSameList(List<?> inserted, Object received) {
        if (!(received instanceof List<?> list) || list.size() != inserted.size()) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            if (!isSame(inserted.get(i), list.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSameMap(Map<?, ?> inserted, Object received) {
        return received instanceof Map<?, ?> map
                && map.size() == inserted.size()
                && inserted.entrySet().stream().allMatch(e -> isSame(e.getValue(), find(e.getKey(), map)));
    }

    /** Finds a value by key; the words of a sparse vector may come as numbers of another width. */
    private static Object find(Object key, Map<?, ?> map) {
        return map.containsKey(key) ? map.get(key) : map.get(key.toString());
    }

    /** Returns an inserted value as a reader wants to see it. */
    public static String text(Object inserted) {
        return switch (inserted) {
            case null -> "nothing";
            case float[] vector -> Arrays.toString(vector);
            case byte[] vector -> Arrays.toString(vector);
            default -> inserted.toString();
        };
    }
}
