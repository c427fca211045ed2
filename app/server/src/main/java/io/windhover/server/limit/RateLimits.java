package io.windhover.server.limit;

import io.windhover.model.Invariant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much of each kind is served a second; a kind that is not named has no limit.
 *
 * @param rates by kind
 */
public record RateLimits(Map<RateKind, Rate> rates) {
    /** No limits. */
    public static final RateLimits NONE = new RateLimits(Map.of());

    /**
     * One kind's limits a second, in the kind's unit.
     *
     * @param all        of all users together; infinite = no limit
     * @param collection of one collection; infinite = no limit
     */
    public record Rate(double all, double collection) {
        /** Rejects what is no rate. */
        public Rate {
            Invariant.check(all >= 0 && collection >= 0, "rates {} and {} must not be negative", all, collection);
        }
    }

    /** Keeps a copy. */
    public RateLimits {
        Map<RateKind, Rate> ordered = new EnumMap<>(RateKind.class);
        ordered.putAll(rates);
        rates = Collections.unmodifiableMap(ordered);
    }
}
