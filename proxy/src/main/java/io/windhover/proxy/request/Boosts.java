package io.windhover.proxy.request;

import io.windhover.model.search.Boosting.Mode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Scores changed for hits that match conditions, as asked.
 *
 * @param boosts  at least one
 * @param combine how the values of several boosts of one hit become one
 * @param apply   how that value changes the score
 */
public record Boosts(List<Boost> boosts, Mode combine, Mode apply) {
    /**
     * One condition and its value.
     *
     * @param filter empty = every hit
     * @param weight the value
     * @param random set when the value is the weight times a random number from 0 to 1
     */
    public record Boost(String filter, double weight, Optional<RandomScore> random) {}

    /**
     * What a random number depends on.
     *
     * @param seed  empty = another one each time
     * @param field of type Int64; empty = the primary key
     */
    public record RandomScore(OptionalLong seed, String field) {}

    /** Copies the list. */
    public Boosts {
        boosts = List.copyOf(boosts);
    }
}
