package io.windhover.index.graph;

import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorType;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import java.util.Locale;
import java.util.Map;

/**
 * A checked wish for an index.
 *
 * @param type what to build
 * @param metric what it orders by
 * @param hnsw used if {@code type} is a graph
 * @param ivf used if {@code type} is an inverted file
 */
public record IndexSpec(IndexType type, Metric metric, HnswParams hnsw, IvfParams ivf) {
    /** A graph as well, with parameters of its own. */
    static final String DISKANN = "DISKANN";

    /** A graph too. */
    static final String CAGRA = "GPU_CAGRA";

    /** Returns an exact index. */
    public static IndexSpec flat(Metric metric) {
        IndexType type = metric.fits(VectorType.BINARY) ? IndexType.BIN_FLAT : IndexType.FLAT;
        return new IndexSpec(type, metric, HnswParams.DEFAULT, IvfParams.DEFAULT);
    }

    /** Returns a graph. */
    public static IndexSpec hnsw(Metric metric, int m, int efConstruction) {
        return new IndexSpec(IndexType.HNSW, metric, HnswParams.of(m, efConstruction), IvfParams.DEFAULT);
    }

    /** Returns a graph with codes beside its links, for rows of floats; {@code m} and {@code efConstruction} mean the same. */
    public static IndexSpec quantGraph(Metric metric, int m, int efConstruction) {
        return new IndexSpec(IndexType.QUANT_GRAPH, metric, HnswParams.of(m, efConstruction), IvfParams.DEFAULT);
    }

    /** Returns an inverted file. */
    public static IndexSpec ivf(Metric metric, IvfParams params) {
        return new IndexSpec(IndexType.IVF, metric, HnswParams.DEFAULT, params);
    }

    /**
     * Reads the parameters of an index request on a field of {@code vectors}. AUTOINDEX (or no type) means HNSW for
     * numbers and BIN_FLAT for bits; no metric means COSINE for numbers and HAMMING for bits.
     *
     * @param dim elements of a vector
     * @param params {@code index_type}, {@code metric_type} and what {@link HnswParams} or {@link IvfParams} read, as the
     *     type has it; others are not looked at
     * @throws DatabaseException PARAMETER_INVALID in Milvus's words; METRIC_NOT_FOUND for an unknown metric
     */
    public static IndexSpec parse(VectorType vectors, int dim, Map<String, String> params) {
        String name = params.getOrDefault("index_type", "AUTOINDEX").toUpperCase(Locale.ROOT);
        String metricName = params.getOrDefault("metric_type", "");
        Metric metric = metricName.isEmpty() ? defaultMetric(vectors) : Metric.of(metricName);
        if (!metric.fits(vectors)) {
            throw DatabaseException.invalid(
                    "%s vector index does not support metric type: %s", vectors.isDense() ? "float" : "binary", metric);
        }
        boolean auto = name.isEmpty() || name.equals("AUTOINDEX");
        IndexType type = auto ? autoType(vectors) : typeOf(name);
        checkFits(name, type, vectors, metric);
        if (name.endsWith("IVF_PQ")) {
            IvfParams.checkParts(params, dim);
        }
        return new IndexSpec(
                type,
                metric,
                auto ? HnswParams.AUTO : type == IndexType.HNSW ? HnswParams.parse(name, params) : HnswParams.DEFAULT,
                type == IndexType.IVF ? IvfParams.parse(name, params) : IvfParams.DEFAULT);
    }

    private static Metric defaultMetric(VectorType vectors) {
        return vectors.isDense() ? Metric.COSINE : Metric.HAMMING;
    }

    private static IndexType autoType(VectorType vectors) {
        return vectors.isDense() ? IndexType.HNSW : IndexType.BIN_FLAT;
    }

    private static IndexType typeOf(String name) {
        return switch (name) {
            case "FLAT", "GPU_BRUTE_FORCE" -> IndexType.FLAT;
            case "BIN_FLAT", "BIN_IVF_FLAT" -> IndexType.BIN_FLAT;
            case "HNSW", "HNSW_SQ", "HNSW_PQ", "HNSW_PRQ", DISKANN, CAGRA -> IndexType.HNSW;
            case "IVF_FLAT", "IVF_SQ8", "IVF_PQ", "IVF_RABITQ", "SCANN", "GPU_IVF_FLAT", "GPU_IVF_PQ" -> IndexType.IVF;
            default ->
                throw DatabaseException.of(
                        ErrorCode.PARAMETER_INVALID,
                        "expected",
                        "valid index",
                        "actual",
                        "invalid index type: " + name);
        };
    }

    private static void checkFits(String name, IndexType type, VectorType vectors, Metric metric) {
        boolean fits = name.equals("HNSW") || (type == IndexType.BIN_FLAT) != vectors.isDense();
        if (!fits) {
            throw DatabaseException.invalid("data type %s can't build with this index %s", nameOf(vectors), name);
        }
        if (!name.equals("BIN_FLAT") && metric.isMatch()) {
            throw DatabaseException.invalid(
                    "metric type %s not found or not supported, supported: [HAMMING JACCARD]", metric);
        }
    }

    private static String nameOf(VectorType vectors) {
        return switch (vectors) {
            case FLOAT -> "FloatVector";
            case FLOAT16 -> "Float16Vector";
            case BFLOAT16 -> "BFloat16Vector";
            case INT8 -> "Int8Vector";
            case BINARY -> "BinaryVector";
        };
    }
}
