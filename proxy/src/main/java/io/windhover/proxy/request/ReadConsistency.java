package io.windhover.proxy.request;

import io.windhover.model.Timestamp;
import io.windhover.model.catalog.ConsistencyLevel;
import java.util.Optional;

/**
 * How fresh a read must be.
 *
 * @param level     empty = the collection's default
 * @param timestamp what a Session or Customized read must see
 */
public record ReadConsistency(Optional<ConsistencyLevel> level, Timestamp timestamp) {
    /** The collection's default. */
    public static final ReadConsistency DEFAULT = new ReadConsistency(Optional.empty(), Timestamp.ZERO);

    /** Sees every change acknowledged before. */
    public static final ReadConsistency STRONG =
            new ReadConsistency(Optional.of(ConsistencyLevel.STRONG), Timestamp.ZERO);
}
