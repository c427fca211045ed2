package io.windhover.model.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How to search.
 *
 * @param topK          hits wanted a query, offset included; 1 to 16,384
 * @param metric        Milvus's name (L2, IP, COSINE, HAMMING, JACCARD…)
 * @param radius        outer bound of a range search
 * @param rangeFilter   inner bound of a range search
 * @param indexParams   parameters of the index (ef, nprobe, drop_ratio_search…), as text
 * @param ignoreGrowing leave out rows that are not in sealed segments yet
 * @param grouping      at most so many hits of one value of a field
 * @param boosting      how hits that match conditions are scored anew; never together with grouping
 */
public record SearchParams(
        int topK,
        String metric,
        OptionalDouble radius,
        OptionalDouble rangeFilter,
        Map<String, String> indexParams,
        boolean ignoreGrowing,
        Optional<Grouping> grouping,
        Optional<Boosting> boosting) {
    /** Hits of one value of a field: {@code size} at most; {@code strict} = try to fill each group. */
    public record Grouping(io.windhover.model.FieldId field, int size, boolean strict) {}

    /** Copies the parameters. */
    public SearchParams {
        indexParams = Collections.unmodifiableMap(new LinkedHashMap<>(indexParams));
    }

    /** Parameters of a search whose scores stay the metric's own. */
    public SearchParams(
            int topK,
            String metric,
            OptionalDouble radius,
            OptionalDouble rangeFilter,
            Map<String, String> indexParams,
            boolean ignoreGrowing,
            Optional<Grouping> grouping) {
        this(topK, metric, radius, rangeFilter, indexParams, ignoreGrowing, grouping, Optional.empty());
    }
}
