package io.windhover.proxy.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How to search.
 *
 * @param annsField     empty = the only vector field
 * @param limit         hits a query
 * @param offset        hits left out before
 * @param metric        must be the index's; empty = the index's
 * @param radius        outer bound of a range search
 * @param rangeFilter   inner bound of a range search
 * @param indexParams   parameters of the index (ef, nprobe…)
 * @param roundDecimal  digits of scores kept, -1 = all
 * @param ignoreGrowing leave out what is not sealed yet
 * @param grouping      at most so many hits of one value
 * @param score         other scores than the metric's
 */
public record SearchOptions(
        String annsField,
        long limit,
        long offset,
        Optional<String> metric,
        OptionalDouble radius,
        OptionalDouble rangeFilter,
        Map<String, String> indexParams,
        int roundDecimal,
        boolean ignoreGrowing,
        Optional<GroupBy> grouping,
        FunctionScore score) {
    /** Hits of one value of a field. */
    public record GroupBy(String field, int size, boolean strict) {}

    /** Copies the parameters. */
    public SearchOptions {
        indexParams = Collections.unmodifiableMap(new LinkedHashMap<>(indexParams));
    }

    /** The plain search of one field. */
    public static SearchOptions of(String annsField, long limit) {
        return new SearchOptions(
                annsField,
                limit,
                0,
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Map.of(),
                -1,
                false,
                Optional.empty(),
                FunctionScore.NONE);
    }

    /** Returns the same options with another limit. */
    public SearchOptions withLimit(long newLimit) {
        return new SearchOptions(
                annsField,
                newLimit,
                offset,
                metric,
                radius,
                rangeFilter,
                indexParams,
                roundDecimal,
                ignoreGrowing,
                grouping,
                score);
    }

    /** Returns the options of one search of several: all its hits, scored and grouped as they are together. */
    public SearchOptions asPart(FunctionScore newScore, Optional<GroupBy> newGrouping) {
        return new SearchOptions(
                annsField,
                limit,
                0,
                metric,
                radius,
                rangeFilter,
                indexParams,
                roundDecimal,
                ignoreGrowing,
                newGrouping,
                newScore);
    }
}
