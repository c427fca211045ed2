package io.windhover.node.query;

import java.time.Duration;

/**
 * What a query node is told once at its start.
 *
 * @param viewWait      how long a read waits for a view that is being built before it says that it is not loaded yet
 * @param attemptsMax   how often a read takes a newer view after VIEW_STALE
 * @param retryMin      first pause after a failed load
 * @param retryMax      longest pause
 * @param bareFor       how long a reader of a cluster takes an owner's word that it has nothing to add, for reads that
 *     need not see the newest; an owner in the same process is asked always
 */
public record QuerySettings(
        Duration viewWait, int attemptsMax, Duration retryMin, Duration retryMax, Duration bareFor) {
    /** For a machine of ordinary size. */
    public static final QuerySettings STANDARD = new QuerySettings(
            Duration.ofSeconds(3), 100, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofMillis(100));
}
