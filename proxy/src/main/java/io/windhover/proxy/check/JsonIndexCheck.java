package io.windhover.proxy.check;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.catalog.IndexedPath.Cast;
import io.windhover.model.expr.Operand;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.filter.FilterParser;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Checks what an index on a JSON field is on: a path and the kind of the values there. */
final class JsonIndexCheck {
    private static final String FUNCTION = "json_cast_function";
    private static final String TEXT_TO_NUMBER = "STRING_TO_DOUBLE";

    private JsonIndexCheck() {}

    /**
     * Returns the parameters as {@link IndexedPath} reads them.
     *
     * @throws DatabaseException PARAMETER_INVALID naming what is missing or does not fit; INDEX_NOT_SUPPORTED
     */
    static Map<String, String> resolve(CollectionSchema schema, FieldSchema field, Map<String, String> params) {
        Cast cast = cast(required(params, IndexedPath.CAST, "cast type"));
        String path = required(params, IndexedPath.PATH, "json path");
        Operand.JsonPath place = FilterParser.parsePath(path, schema);
        if (!place.id().equals(field.id())) {
            throw DatabaseException.invalid(
                    "fieldID not match with field name, json path %s, field %s", path, field.name());
        }
        Map<String, String> resolved = new LinkedHashMap<>(params);
        resolved.put(IndexedPath.CAST, cast.name());
        resolved.put(IndexedPath.PATH, IndexedPath.pointer(place.path()));
        if (params.containsKey(FUNCTION)) {
            checkFunction(normal(params.get(FUNCTION)), cast);
        }
        return resolved;
    }

    /** Checks that an index is on texts, as one on n-grams must be. */
    static void checkTexts(Map<String, String> params) {
        String cast = normal(params.getOrDefault(IndexedPath.CAST, ""));
        if (cast.isEmpty()) {
            throw DatabaseException.invalid("JSON field with ngram index must specify json_cast_type");
        }
        if (!cast.equals(Cast.VARCHAR.name())) {
            throw DatabaseException.invalid(
                    "JSON field with ngram index only supports VARCHAR cast type, got: %s", cast);
        }
    }

    private static String required(Map<String, String> params, String name, String what) {
        String value = params.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    ("json index must specify %s: missing parameter[missing_param=%s]: "
                                    + "invalid parameter[expected=valid index params][actual=invalid index params]")
                            .formatted(what, name));
        }
        return value;
    }

    private static String normal(String name) {
        return name.strip().toUpperCase(Locale.ROOT);
    }

    private static Cast cast(String text) {
        String name = normal(text);
        if (name.equals("JSON")) {
            throw DatabaseException.because(
                    ErrorCode.INDEX_NOT_SUPPORTED, "json_cast_type %s is not supported in this version", name);
        }
        return Arrays.stream(Cast.values())
                .filter(cast -> cast.name().equals(name))
                .findFirst()
                .orElseThrow(() -> DatabaseException.invalid("json_cast_type %s is not supported", name));
    }

    private static void checkFunction(String function, Cast cast) {
        if (!function.equals(TEXT_TO_NUMBER)) {
            throw DatabaseException.invalid("json_cast_function %s is not supported", function);
        }
        if (cast != Cast.DOUBLE) {
            throw DatabaseException.invalid(
                    "json_cast_function %s is not supported for json_cast_type %s", function, cast);
        }
    }
}
