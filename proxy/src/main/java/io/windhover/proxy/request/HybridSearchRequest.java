package io.windhover.proxy.request;

import java.util.List;
import java.util.Optional;

/**
 * Several searches of one collection whose hits are ranked together.
 *
 * @param collection   where
 * @param partitions   empty = all
 * @param searches     1 to 1,024; their output fields, offsets, rankers, grouping and consistency are not used
 * @param ranker       how their hits become one list
 * @param grouping     how ranked hits are grouped; the searches' own grouping is not used
 * @param limit        hits wanted; with grouping, groups
 * @param offset       hits left out before; with grouping, groups
 * @param roundDecimal digits of scores kept, -1 = all
 * @param outputFields names, "*" = all
 * @param consistency  how fresh
 */
public record HybridSearchRequest(
        CollectionRef collection,
        List<String> partitions,
        List<SearchRequest> searches,
        Ranker ranker,
        Optional<Grouping> grouping,
        long limit,
        long offset,
        int roundDecimal,
        List<String> outputFields,
        ReadConsistency consistency) {
    /**
     * Groups of hits, best group first.
     *
     * @param by    the field and how many hits of one value; strict leaves out groups of fewer
     * @param score how the scores of its hits become the score of a group
     */
    public record Grouping(SearchOptions.GroupBy by, Ranker.Merge score) {}

    /** Copies the lists. */
    public HybridSearchRequest {
        partitions = List.copyOf(partitions);
        searches = List.copyOf(searches);
        outputFields = List.copyOf(outputFields);
    }
}
