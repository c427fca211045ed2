package io.windhover.proxy.request;

import java.util.List;

/**
 * Several searches of one collection whose hits are ranked together.
 *
 * @param collection   where
 * @param partitions   empty = all
 * @param searches     1 to 1,024; their output fields and consistency are not used
 * @param ranker       how ranks become one
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
    /** How several lists of hits become one. */
    public sealed interface Ranker {
        /** Reciprocal rank fusion: the sum of 1 / (k + rank), rank from 1. */
        record Rrf(double k) implements Ranker {}

        /** Weighted sum of scores; {@code normalised}: each score is first mapped into 0 to 1, greater is nearer. */
        record Weighted(List<Double> weights, boolean normalised) implements Ranker {
            /** Copies the list. */
            public Weighted {
                weights = List.copyOf(weights);
            }
        }
    }

    /** Copies the lists. */
    public HybridSearchRequest {
        partitions = List.copyOf(partitions);
        searches = List.copyOf(searches);
        outputFields = List.copyOf(outputFields);
    }
}
