package io.windhover.proxy.check;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks an index on a field and resolves what the user left open: AUTOINDEX becomes the type we choose, a missing
 * metric the default of the data type.
 */
public final class IndexCheck {
    private static final String AUTO = "AUTOINDEX";
    private static final List<String> DENSE_METRICS = List.of("L2", "IP", "COSINE");
    private static final List<String> BINARY_METRICS = List.of("HAMMING", "JACCARD", "SUBSTRUCTURE", "SUPERSTRUCTURE");
    private static final List<String> MATCH_METRICS = BINARY_METRICS.subList(2, 4);
    private static final List<String> SCALAR_CODES = List.of("SQ4U", "SQ6", "SQ8", "BF16", "FP16");
    private static final List<DataType> DENSE_AND_BINARY = List.of(
            DataType.FLOAT_VECTOR,
            DataType.FLOAT16_VECTOR,
            DataType.BFLOAT16_VECTOR,
            DataType.INT8_VECTOR,
            DataType.BINARY_VECTOR);
    private static final List<String> SPARSE_METRICS = List.of("IP");

    /** What an index will be: never AUTOINDEX, metric_type set for vectors. */
    public record Resolved(String indexType, Map<String, String> params) {}

    private IndexCheck() {}

    /**
     * Resolves index type and parameters.
     *
     * @param schema     that the field is part of
     * @param userParams by Milvus's names; empty values count as absent
     * @throws DatabaseException PARAMETER_INVALID naming what does not fit
     */
    public static Resolved resolve(CollectionSchema schema, FieldSchema field, Map<String, String> userParams) {
        Map<String, String> params = new LinkedHashMap<>(userParams);
        String type = params.getOrDefault("index_type", "");
        params.remove("index_type");
        if (field.type().isVector()) {
            return vector(field, type, params);
        }
        Resolved scalar = scalar(field, type, params);
        return field.type() == DataType.JSON
                ? new Resolved(scalar.indexType(), JsonIndexCheck.resolve(schema, field, params))
                : scalar;
    }

    private static Resolved vector(FieldSchema field, String type, Map<String, String> params) {
        boolean auto = type.isEmpty() || type.equals(AUTO);
        String resolved = auto ? autoType(field, params) : type;
        checkFits(field, resolved, vectorTypes(resolved));
        String metric = params.getOrDefault("metric_type", "");
        if (metric.isEmpty()) {
            if (!auto) {
                throw DatabaseException.invalid("metric type not set for vector index");
            }
            metric = metrics(field).getFirst().equals("L2")
                    ? "COSINE"
                    : metrics(field).getFirst();
        }
        metric = metric.toUpperCase(java.util.Locale.ROOT);
        if (!metrics(field).contains(metric)) {
            throw DatabaseException.invalid(
                    "%s vector index does not support metric type: %s", kind(field), params.get("metric_type"));
        }
        if (!resolved.equals("BIN_FLAT") && MATCH_METRICS.contains(metric)) {
            throw DatabaseException.invalid(
                    "metric type %s not found or not supported, supported: [HAMMING JACCARD]", metric);
        }
        params.put("metric_type", metric);
        checkParams(field, resolved, params);
        return new Resolved(resolved, params);
    }

    private static String autoType(FieldSchema field, Map<String, String> params) {
        if (field.type() == DataType.SPARSE_FLOAT_VECTOR) {
            return "SPARSE_INVERTED_INDEX";
        }
        if (field.type() == DataType.BINARY_VECTOR) {
            return "BIN_FLAT";
        }
        params.putIfAbsent("M", "18");
        params.putIfAbsent("efConstruction", "240");
        return "HNSW";
    }

    private static List<DataType> vectorTypes(String indexType) {
        return switch (VectorIndexFamily.of(indexType)) {
            case EXACT, GRAPH, DISK_GRAPH, GPU_GRAPH, LISTS ->
                indexType.startsWith("BIN_")
                        ? List.of(DataType.BINARY_VECTOR)
                        : indexType.equals("HNSW") ? DENSE_AND_BINARY : DENSE_AND_BINARY.subList(0, 4);
            case SPARSE -> List.of(DataType.SPARSE_FLOAT_VECTOR);
            case UNSUPPORTED ->
                throw DatabaseException.because(
                        ErrorCode.INDEX_NOT_SUPPORTED, "index type %s is not supported in this version", indexType);
            case NONE -> throw DatabaseException.invalid("invalid index type: %s", indexType);
        };
    }

    private static List<String> metrics(FieldSchema field) {
        return switch (field.type()) {
            case BINARY_VECTOR -> BINARY_METRICS;
            case SPARSE_FLOAT_VECTOR -> SPARSE_METRICS;
            default -> DENSE_METRICS;
        };
    }

    private static String kind(FieldSchema field) {
        return switch (field.type()) {
            case BINARY_VECTOR -> "binary";
            case SPARSE_FLOAT_VECTOR -> "sparse";
            default -> "float";
        };
    }

    private static Resolved scalar(FieldSchema field, String type, Map<String, String> params) {
        boolean auto = type.isEmpty() || type.equals(AUTO);
        String resolved = canonical(auto ? autoScalar(field) : type);
        DataType element = field.elementType().orElse(field.type());
        switch (resolved) {
            case "BITMAP" -> {
                if (field.traits().primaryKey()) {
                    throw DatabaseException.invalid("create bitmap index on primary key not supported");
                }
                checkDiscrete("bitmap", field, element);
            }
            case "HYBRID" -> checkDiscrete("hybrid", field, element);
            case "STL_SORT" -> {
                if (!field.type().isNumeric() && field.type() != DataType.VARCHAR) {
                    throw DatabaseException.invalid("STL_SORT are only supported on numeric or varchar field");
                }
            }
            case "TRIE" -> {
                if (field.type() != DataType.VARCHAR) {
                    throw DatabaseException.invalid("TRIE are only supported on varchar field");
                }
            }
            case "INVERTED" -> {}
            case "NGRAM" -> checkNgrams(field, params);
            case "RTREE" ->
                throw DatabaseException.because(
                        ErrorCode.INDEX_NOT_SUPPORTED, "index type %s is not supported in this version", resolved);
            default -> throw DatabaseException.invalid("invalid index type: %s", type);
        }
        checkCardinalityLimit(params.get("bitmap_cardinality_limit"));
        return new Resolved(resolved, params);
    }

    private static void checkCardinalityLimit(String text) {
        if (text != null && !text.matches("[1-9]\\d{0,2}|1000")) {
            throw DatabaseException.invalid(
                    "failed to check bitmap cardinality limit, should be larger than 0 and smaller than 1000: %s",
                    text);
        }
    }

    private static String autoScalar(FieldSchema field) {
        return switch (field.elementType().orElse(field.type())) {
            case BOOL -> "BITMAP";
            case FLOAT, DOUBLE -> field.type() == DataType.ARRAY ? "INVERTED" : "STL_SORT";
            default -> "INVERTED";
        };
    }

    private static String canonical(String type) {
        return switch (type) {
            case "Trie", "marisa-trie", "MARISA-TRIE" -> "TRIE";
            case "Asceneding", "Ascending" -> "STL_SORT";
            default -> type;
        };
    }

    private static void checkDiscrete(String index, FieldSchema field, DataType element) {
        if (element != DataType.BOOL && !element.isInteger() && element != DataType.VARCHAR) {
            String types = field.type() == DataType.ARRAY ? "string for array" : "string and array";
            throw DatabaseException.invalid("%s index are only supported on bool, int, %s field", index, types);
        }
    }

    private static void checkNgrams(FieldSchema field, Map<String, String> params) {
        if (field.type() == DataType.JSON) {
            JsonIndexCheck.checkTexts(params);
        } else if (field.type() != DataType.VARCHAR) {
            throw DatabaseException.invalid("Ngram index can only be created on VARCHAR or JSON field");
        }
        if (!params.containsKey("min_gram") || !params.containsKey("max_gram")) {
            throw DatabaseException.invalid("Ngram index must specify both min_gram and max_gram");
        }
        int min = gramLength(params, "min_gram");
        int max = gramLength(params, "max_gram");
        if (min <= 0 || max <= 0 || min > max) {
            throw DatabaseException.invalid(
                    "invalid min_gram or max_gram value for Ngram index, min_gram: %d, max_gram: %d", min, max);
        }
    }

    private static int gramLength(Map<String, String> params, String name) {
        try {
            return Integer.parseInt(params.get(name));
        } catch (NumberFormatException e) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "%s for Ngram index must be an integer, got: %s: invalid parameter"
                            .formatted(name, params.get(name)),
                    e);
        }
    }

    private static void checkFits(FieldSchema field, String indexType, List<DataType> types) {
        if (!types.contains(field.type())) {
            throw DatabaseException.invalid(
                    "data type %s can't build with this index %s", field.type().wireName(), indexType);
        }
    }

    private static void checkParams(FieldSchema field, String indexType, Map<String, String> params) {
        switch (VectorIndexFamily.of(indexType)) {
            case GRAPH -> {
                checkRange(params, "M", 2, 2_048);
                checkRange(params, "efConstruction", 1, Integer.MAX_VALUE);
                checkProductCode(field, params);
                checkScalarCode(params);
            }
            case DISK_GRAPH -> {
                checkRange(params, "max_degree", 1, 2_048);
                checkRange(params, "search_list_size", 1, Integer.MAX_VALUE);
            }
            case LISTS -> {
                checkRange(params, "nlist", 1, 65_536);
                checkProductCode(field, params);
            }
            case EXACT, GPU_GRAPH, SPARSE, UNSUPPORTED, NONE -> {}
        }
        if (params.containsKey("drop_ratio_build")) {
            checkRatio(params.get("drop_ratio_build"));
        }
    }

    private static void checkProductCode(FieldSchema field, Map<String, String> params) {
        checkRange(params, "m", 1, 65_536);
        checkRange(params, "nbits", 1, 16);
        if (params.containsKey("m")
                && field.dim() % Integer.parseInt(params.get("m").trim()) != 0) {
            throw DatabaseException.invalid(
                    "The dimension of a vector (dim) should be a multiple of the number of subquantizers (m). "
                            + "Dimension:%d, m:%s",
                    field.dim(), params.get("m").trim());
        }
    }

    private static void checkScalarCode(Map<String, String> params) {
        String type = params.get("sq_type");
        if (type != null && !SCALAR_CODES.contains(type.toUpperCase(java.util.Locale.ROOT))) {
            throw DatabaseException.invalid(
                    "invalid scalar quantizer type: %s, optional types are [%s]",
                    type, String.join(", ", SCALAR_CODES));
        }
    }

    private static void checkRange(Map<String, String> params, String key, long min, long max) {
        String text = params.get(key);
        if (text == null) {
            return;
        }
        long value;
        try {
            value = Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID,
                    "wrong data type in json: param '" + key + "' (" + text + ") should be integer",
                    e);
        }
        if (value < min || value > max) {
            throw DatabaseException.invalid(
                    "Out of range in json: param '%s' (%d) should be in range [%d, %d]", key, value, min, max);
        }
    }

    private static void checkRatio(String text) {
        double ratio;
        try {
            ratio = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_INVALID, "invalid drop_ratio_build: " + text + ", must be in range [0, 1)", e);
        }
        if (!(ratio >= 0 && ratio < 1)) {
            throw DatabaseException.invalid("invalid drop_ratio_build: %s, must be in range [0, 1)", text);
        }
    }
}
