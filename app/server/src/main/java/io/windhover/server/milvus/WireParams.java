package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Value;
import io.windhover.proto.common.KeyValuePair;
import io.windhover.proto.schema.TemplateArrayValue;
import io.windhover.proto.schema.TemplateValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Key-value parameters as clients send them: flat pairs, some of whose values are JSON. */
final class WireParams {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WireParams() {}

    /** Returns pairs as a map in their order; the last of equal keys wins. */
    static Map<String, String> map(List<KeyValuePair> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (KeyValuePair pair : pairs) {
            map.put(pair.getKey(), pair.getValue());
        }
        return map;
    }

    /** Returns a map as pairs in its order. */
    static List<KeyValuePair> pairs(Map<String, String> map) {
        List<KeyValuePair> pairs = new ArrayList<>(map.size());
        map.forEach((key, value) ->
                pairs.add(KeyValuePair.newBuilder().setKey(key).setValue(value).build()));
        return pairs;
    }

    /** Returns pairs as a map, with the members of the JSON object under {@code params} in its place. */
    static Map<String, String> flattened(List<KeyValuePair> pairs) {
        Map<String, String> flat = map(pairs);
        String nested = flat.remove("params");
        if (nested != null && !nested.isBlank()) {
            object(nested, "params").forEachEntry((key, value) -> flat.put(key, text(value)));
        }
        return flat;
    }

    /** Returns a JSON object as text by key; nested values stay JSON. */
    static Map<String, String> jsonObject(String json, String what) {
        Map<String, String> members = new LinkedHashMap<>();
        if (!json.isBlank()) {
            object(json, what).forEachEntry((key, value) -> members.put(key, text(value)));
        }
        return members;
    }

    /** Returns a JSON list of numbers. */
    static List<Double> numbers(String json, String what) {
        List<Double> numbers = new ArrayList<>();
        for (JsonNode node : parse(json, what)) {
            if (!node.isNumber()) {
                throw DatabaseException.invalid("%s must be numbers, but got %s", what, node);
            }
            numbers.add(node.doubleValue());
        }
        return numbers;
    }

    private static JsonNode parse(String json, String what) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException failure) {
            throw DatabaseException.invalid("%s is not valid JSON: %s", what, json);
        }
    }

    private static JsonNode object(String json, String what) {
        JsonNode node = parse(json, what);
        if (!node.isObject()) {
            throw DatabaseException.invalid("%s must be a JSON object, but got %s", what, json);
        }
        return node;
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    /** Reads a whole number; absent or empty = the default. */
    static long number(Map<String, String> params, String key, long defaultValue) {
        String text = params.get(key);
        if (text == null || text.isBlank()) {
            return defaultValue;
        }
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException _) {
            throw DatabaseException.invalid("%s [%s] is invalid, it should be an integer", key, text);
        }
    }

    /** Reads names between commas; absent or empty = none. */
    static List<String> names(Map<String, String> params, String key) {
        String text = params.getOrDefault(key, "").trim();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*"));
    }

    /** Reads a number with a fraction. */
    static double decimal(String text, String key) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException _) {
            throw DatabaseException.invalid("%s [%s] is invalid, it should be a number", key, text);
        }
    }

    /** Reads true or false in any case; absent or empty = false. */
    static boolean flag(Map<String, String> params, String key) {
        String text = params.getOrDefault(key, "").trim().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "", "false", "0" -> false;
            case "true", "1" -> true;
            default -> throw DatabaseException.invalid("%s [%s] is invalid, it should be a boolean", key, text);
        };
    }

    /** Reads the values of a filter's {name} places. */
    static Map<String, Value> templates(Map<String, TemplateValue> wire) {
        Map<String, Value> values = new LinkedHashMap<>();
        wire.forEach((name, value) -> values.put(name, template(name, value)));
        return values;
    }

    private static Value template(String name, TemplateValue value) {
        return switch (value.getValCase()) {
            case BOOL_VAL -> new Value.BoolValue(value.getBoolVal());
            case INT64_VAL -> new Value.LongValue(value.getInt64Val());
            case FLOAT_VAL -> new Value.DoubleValue(value.getFloatVal());
            case STRING_VAL -> new Value.StringValue(value.getStringVal());
            case ARRAY_VAL -> templateList(name, value.getArrayVal());
            case BYTES_VAL, VAL_NOT_SET ->
                throw DatabaseException.invalid("expression template variable %s has no usable value", name);
        };
    }

    private static Value templateList(String name, TemplateArrayValue list) {
        List<Value> values = new ArrayList<>();
        switch (list.getDataCase()) {
            case BOOL_DATA -> list.getBoolData().getDataList().forEach(v -> values.add(new Value.BoolValue(v)));
            case LONG_DATA -> list.getLongData().getDataList().forEach(v -> values.add(new Value.LongValue(v)));
            case DOUBLE_DATA -> list.getDoubleData().getDataList().forEach(v -> values.add(new Value.DoubleValue(v)));
            case STRING_DATA -> list.getStringData().getDataList().forEach(v -> values.add(new Value.StringValue(v)));
            case ARRAY_DATA -> list.getArrayData().getDataList().forEach(v -> values.add(templateList(name, v)));
            case JSON_DATA ->
                list.getJsonData().getDataList().forEach(v -> values.add(jsonValue(parse(v.toStringUtf8(), name))));
            case DATA_NOT_SET -> {}
        }
        return new Value.ListValue(values);
    }

    private static Value jsonValue(JsonNode node) {
        if (node.isBoolean()) {
            return new Value.BoolValue(node.booleanValue());
        }
        if (node.isIntegralNumber()) {
            return new Value.LongValue(node.longValue());
        }
        if (node.isNumber()) {
            return new Value.DoubleValue(node.doubleValue());
        }
        if (node.isArray()) {
            List<Value> values = new ArrayList<>();
            node.forEach(n -> values.add(jsonValue(n)));
            return new Value.ListValue(values);
        }
        return new Value.StringValue(node.isString() ? node.stringValue() : node.toString());
    }
}
