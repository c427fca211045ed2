package io.windhover.proxy.request;

import java.util.List;

/** How one or several lists of hits become one, by scores of its own: greater is nearer unless it says otherwise. */
public sealed interface Ranker {
    /** Reciprocal rank fusion: the sum of 1 / (k + rank), rank from 1. */
    record Rrf(double k) implements Ranker {}

    /**
     * Weighted sum of scores.
     *
     * @param weights    one a list, 0 to 1
     * @param normalised each score is first mapped into 0 to 1, greater is nearer; otherwise scores are taken as they are,
     *     smaller ones nearer where all metrics are distances, and only where metrics differ in that mapped alike
     */
    record Weighted(List<Double> weights, boolean normalised) implements Ranker {
        /** Copies the list. */
        public Weighted {
            weights = List.copyOf(weights);
        }
    }

    /**
     * The merged score of the lists, times a factor from 0 to 1 that falls with the distance of a field's value from an
     * origin.
     *
     * @param field      numeric, never null
     * @param origin     where the factor is 1
     * @param scale      distance behind the offset at which the factor is {@code decay}; more than 0
     * @param offset     distance up to which the factor stays 1; 0 or more
     * @param decay      more than 0, less than 1
     * @param merge      how the scores of a hit in several lists become one
     * @param normalised scores are first mapped into 0 to 1; otherwise only distances are
     */
    record Decay(
            String field,
            Curve curve,
            double origin,
            double scale,
            double offset,
            double decay,
            Merge merge,
            boolean normalised)
            implements Ranker {}

    /** How a factor falls. */
    enum Curve {
        GAUSS,
        LINEAR,
        EXP
    }

    /** How several scores become one. */
    enum Merge {
        MAX,
        AVG,
        SUM
    }
}
