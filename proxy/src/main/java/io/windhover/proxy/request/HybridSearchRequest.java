package io.windhover.proxy.request;

import java.util.List;

/**
 * Several searches of one collection whose hits are ranked together.
 *
 * @param collection   where
 * @param partitions   empty = all
 * @param searches     1 to 1,024; their output fields, rankers and consistency are not used
 * @param ranker       how their hits become one list
 * @param limit        hits wanted
 * @param offset       hits left out before
 * @param roundDecimal digits of scores kept, -1 = all
 * @param outputFields names, "*" = all
 * @param consistency  how fresh
 */
public record HybridSearchRequest(
        CollectionRef collection,
        List<String> partitions,
        List<SearchRequest> searches,
        Ranker ranker,
        long limit,
        long offset,
        int roundDecimal,
        List<String> outputFields,
        ReadConsistency consistency) {
    /** Copies the lists. */
    public HybridSearchRequest {
        partitions = List.copyOf(partitions);
        searches = List.copyOf(searches);
        outputFields = List.copyOf(outputFields);
    }
}
