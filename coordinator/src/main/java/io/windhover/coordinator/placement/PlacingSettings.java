package io.windhover.coordinator.placement;

import io.windhover.model.Invariant;
import java.time.Duration;

/**
 * How placing works.
 *
 * @param movesMax     shards that may be under way between members that are both there, owners and readers each
 * @param changesMax   shards that one command changes
 * @param readerGrace  how long a reader that is gone is waited for while another serves its shards
 * @param balanceAfter how long some must have had more shards than others before any is moved for that reason
 */
public record PlacingSettings(int movesMax, int changesMax, Duration readerGrace, Duration balanceAfter) {
    /** For any cluster. */
    public static final PlacingSettings DEFAULT =
            new PlacingSettings(16, 256, Duration.ofSeconds(5), Duration.ofSeconds(5));

    /** Rejects bounds that allow nothing. */
    public PlacingSettings {
        Invariant.check(movesMax > 0 && changesMax > 0, "nothing would ever move");
    }
}
