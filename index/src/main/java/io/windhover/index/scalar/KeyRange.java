package io.windhover.index.scalar;

import java.util.Optional;

/**
 * An interval of values.
 *
 * @param lower          least value, empty = no limit
 * @param lowerInclusive whether the lower value itself lies inside
 * @param upper          greatest value, empty = no limit
 * @param upperInclusive whether the upper value itself lies inside
 */
public record KeyRange(
        Optional<ScalarKey> lower, boolean lowerInclusive, Optional<ScalarKey> upper, boolean upperInclusive) {
    /** Returns all values less than {@code key}, or also equal. */
    public static KeyRange below(ScalarKey key, boolean inclusive) {
        return new KeyRange(Optional.empty(), false, Optional.of(key), inclusive);
    }

    /** Returns all values greater than {@code key}, or also equal. */
    public static KeyRange above(ScalarKey key, boolean inclusive) {
        return new KeyRange(Optional.of(key), inclusive, Optional.empty(), false);
    }

    /** Returns the values between two. */
    public static KeyRange between(ScalarKey lower, boolean lowerInclusive, ScalarKey upper, boolean upperInclusive) {
        return new KeyRange(Optional.of(lower), lowerInclusive, Optional.of(upper), upperInclusive);
    }
}
