package io.windhover.runtime;

import io.windhover.model.DatabaseException;
import io.windhover.model.Timestamp;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives the timestamps of one owner of changes: strictly ascending, close to the wall clock, never back even if the wall clock
 * jumps. A read at a time of the clock's near future pushes it forward, so that every later write is later than the
 * read.
 */
public final class HybridClock {
    /** How far ahead of the wall clock a read may push the clock, in milliseconds. */
    public static final long AHEAD_MS_MAX = 60_000;

    private final Runtime runtime;
    private final AtomicLong last = new AtomicLong();

    /** Creates a clock that starts at the wall clock. */
    public HybridClock(Runtime runtime) {
        this(runtime, Timestamp.ZERO);
    }

    /** Creates a clock that goes on after {@code last}, the time of the newest durable change. */
    public HybridClock(Runtime runtime, Timestamp last) {
        this.runtime = runtime;
        moveBeyond(last);
    }

    /** Returns a timestamp later than every one given or announced before. */
    public Timestamp next() {
        long floor = Timestamp.ofMillis(runtime.epochMs()).value();
        return new Timestamp(last.updateAndGet(before -> Math.max(before + 1, floor)));
    }

    /** Returns the last timestamp given or announced. */
    public Timestamp newest() {
        return new Timestamp(last.get());
    }

    /** Makes every timestamp given from now on later than {@code seen}, which lies in the log or the catalog. */
    public void moveBeyond(Timestamp seen) {
        last.accumulateAndGet(seen.value(), Math::max);
    }

    /**
     * As {@link #moveBeyond} for a timestamp that a client named.
     *
     * @throws DatabaseException PARAMETER_INVALID when it lies more than {@link #AHEAD_MS_MAX} ahead of the wall clock
     */
    public void moveBeyondNamed(Timestamp named) {
        long aheadMs = named.epochMs() - runtime.epochMs();
        if (aheadMs > AHEAD_MS_MAX) {
            throw DatabaseException.invalid(
                    "guarantee timestamp %d lies %d ms ahead of the server's clock", named.value(), aheadMs);
        }
        moveBeyond(named);
    }
}
