package io.windhover.node.data;

import io.windhover.runtime.Runtime;
import java.time.Duration;

/** Pauses between repeated attempts: doubling from a least to a most, with chance in it. One fiber uses it. */
public final class Backoff {
    private final Runtime runtime;
    private final long leastMs;
    private final long mostMs;
    private long nextMs;

    /** Creates pauses between two bounds. */
    public Backoff(Runtime runtime, Duration least, Duration most) {
        this.runtime = runtime;
        this.leastMs = Math.max(1, least.toMillis());
        this.mostMs = Math.max(leastMs, most.toMillis());
        this.nextMs = leastMs;
    }

    /** Waits for the next pause. */
    public void pause() {
        runtime.sleep(next());
    }

    /** Returns the next pause, for a caller that waits in its own way. */
    public Duration next() {
        long ms = nextMs;
        nextMs = Math.min(mostMs, 2 * nextMs);
        return Duration.ofMillis(ms / 2 + 1 + runtime.random(ms / 2 + 1));
    }

    /** Starts again with the least pause, after a success. */
    public void reset() {
        nextMs = leastMs;
    }
}
