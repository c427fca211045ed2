package io.windhover.proxy.read;

import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.search.Guarantee;
import io.windhover.proxy.request.ReadConsistency;

/** Turns a consistency level into what a read must see. */
final class Guarantees {
    private static final long FUTURE_MS_MAX = 10_000;

    private Guarantees() {}

    /**
     * Resolves a level.
     *
     * @param epochMs now
     * @throws DatabaseException PARAMETER_INVALID for a timestamp further in the future than clocks can differ
     */
    static Guarantee resolve(ReadConsistency consistency, ConsistencyLevel fallback, long epochMs) {
        return switch (consistency.level().orElse(fallback)) {
            case STRONG -> new Guarantee.Newest();
            case BOUNDED, EVENTUALLY -> new Guarantee.Anything();
            case SESSION, CUSTOMIZED -> {
                if (consistency.timestamp().epochMs() > epochMs + FUTURE_MS_MAX) {
                    throw DatabaseException.invalid(
                            "guarantee_timestamp %d is in the future",
                            consistency.timestamp().value());
                }
                yield new Guarantee.AtLeast(consistency.timestamp());
            }
        };
    }
}
