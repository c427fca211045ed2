package io.windhover.coordinator.garbage;

import io.windhover.model.Invariant;
import java.time.Duration;

/**
 * When garbage is given back.
 *
 * @param pause         between two sweeps
 * @param retiredGrace  how long an object stays after the catalog stopped naming it, for readers that hold older views
 * @param unnamedGrace  how long an object stays that was never seen named, counted from when a sweep first saw it;
 *                      longer than any job may take from writing a file to committing it
 * @param removedAtOnce segments taken out of the catalog by one command
 */
public record GarbageSettings(Duration pause, Duration retiredGrace, Duration unnamedGrace, int removedAtOnce) {
    /** Sweeps every ten seconds; what was dropped is given back within a minute. */
    public static final GarbageSettings DEFAULT =
            new GarbageSettings(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofHours(1), 1_000);

    /** Rejects a sweep that would remove nothing. */
    public GarbageSettings {
        Invariant.check(removedAtOnce > 0, "nothing would be removed at once");
        Invariant.check(!pause.isNegative() && !retiredGrace.isNegative(), "a duration is negative");
        Invariant.check(!unnamedGrace.isNegative(), "a duration is negative");
    }
}
