package io.windhover.index.sparse;

import io.windhover.model.DatabaseException;
import java.util.List;
import java.util.Map;

/** The parameters of sparse indexes and searches as users write them, checked in Milvus's words. */
public final class SparseParams {
    private static final List<String> ALGORITHMS = List.of("TAAT_NAIVE", "DAAT_WAND", "DAAT_MAXSCORE");
    private static final List<String> INDEX_TYPES = List.of("SPARSE_INVERTED_INDEX", "SPARSE_WAND", "AUTOINDEX");

    private SparseParams() {}

    /** Tells whether {@code name} is an index type for sparse vectors; all of them are built as the same index. */
    public static boolean isIndexType(String name) {
        return INDEX_TYPES.contains(name);
    }

    /**
     * Checks the parameters of an index. The algorithm and {@code drop_ratio_build} change nothing in what is built:
     * every search is exact unless the search itself drops weights.
     *
     * @throws DatabaseException PARAMETER_INVALID
     */
    public static void checkBuild(String metric, Map<String, String> parameters) {
        if (!metric.equals("IP")) {
            throw DatabaseException.invalid("only IP is the supported metric type for sparse index");
        }
        String algorithm = parameters.getOrDefault("inverted_index_algo", ALGORITHMS.getLast());
        if (!ALGORITHMS.contains(algorithm)) {
            throw DatabaseException.invalid(
                    "sparse inverted index algo %s not found or not supported, supported: [%s]",
                    algorithm, String.join(" ", ALGORITHMS));
        }
        ratio(parameters, "drop_ratio_build");
    }

    /**
     * Returns {@code drop_ratio_search}, 0 if absent.
     *
     * @throws DatabaseException PARAMETER_INVALID
     */
    public static double dropRatioSearch(Map<String, String> parameters) {
        return ratio(parameters, "drop_ratio_search");
    }

    private static double ratio(Map<String, String> parameters, String name) {
        String text = parameters.get(name);
        if (text == null) {
            return 0;
        }
        double ratio = parse(name, text.strip());
        if (!(ratio >= 0 && ratio < 1)) {
            throw DatabaseException.invalid(
                    "Out of range in json: param '%s' (%s) should be in range [0.000000, 1.000000)", name, ratio);
        }
        return ratio;
    }

    private static double parse(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notNumber) {
            throw DatabaseException.invalid(
                    "invalid float value, key: '%s', value: '%s': invalid parameter", name, text);
        }
    }
}
