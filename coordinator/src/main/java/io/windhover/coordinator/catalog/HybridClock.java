package io.windhover.coordinator.catalog;

import io.windhover.model.Timestamp;
import io.windhover.runtime.Runtime;

/** Times of changes: the wall clock where it goes forward, one step further where it does not. Owned by one fiber. */
final class HybridClock {
    private final Runtime runtime;
    private Timestamp last;

    /** Goes on after {@code last}, the time of the newest durable change. */
    HybridClock(Runtime runtime, Timestamp last) {
        this.runtime = runtime;
        this.last = last;
    }

    Timestamp next() {
        last = Timestamp.max(last.plus(1), Timestamp.ofMillis(runtime.epochMs()));
        return last;
    }

    Timestamp last() {
        return last;
    }
}
