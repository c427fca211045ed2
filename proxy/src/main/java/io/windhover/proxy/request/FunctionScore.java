package io.windhover.proxy.request;

import java.util.Optional;

/**
 * How the hits of a search get other scores than their metric's.
 *
 * @param boosts for hits of every segment, before the best are chosen
 * @param ranker for the best hits
 */
public record FunctionScore(Optional<Boosts> boosts, Optional<Ranker> ranker) {
    /** Scores stay the metric's own. */
    public static final FunctionScore NONE = new FunctionScore(Optional.empty(), Optional.empty());
}
