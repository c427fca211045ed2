package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The fiber of a reconciler: takes steps as long as there is something to do, then waits for the next change of the
 * catalog. A failed step is tried again after a pause; the catalog has not changed by it.
 */
final class SegmentCare {
    /** How often a look is taken when nothing is known to come. */
    static final Duration LOOK_MAX = Duration.ofMinutes(1);

    private final Runtime runtime;
    private final BooleanSupplier step;
    private final Mailbox<Boolean> wakeups;
    private final Backoff backoff;
    private final Supplier<Duration> untilNext;
    private volatile boolean closed;

    /**
     * Creates a fiber's work.
     *
     * @param step      does some work if there is any; tells whether it did
     * @param untilNext after how long there may be work although the catalog has not changed
     */
    SegmentCare(
            Runtime runtime, String name, DataSettings settings, BooleanSupplier step, Supplier<Duration> untilNext) {
        this.runtime = runtime;
        this.step = step;
        this.untilNext = untilNext;
        this.wakeups = runtime.mailbox(name, 1);
        this.backoff = new Backoff(runtime, settings.retryMin(), settings.retryMax());
    }

    /** Makes the fiber look again. */
    void wake() {
        wakeups.offer(true);
    }

    /** Ends after the running step. */
    void close() {
        closed = true;
        wake();
    }

    /** Works until closed. */
    void run() {
        while (!closed) {
            if (!stepped()) {
                wakeups.poll(untilNext.get());
            }
            runtime.yield();
        }
    }

    private boolean stepped() {
        try {
            boolean worked = step.getAsBoolean();
            backoff.reset();
            return worked;
        } catch (DatabaseException failure) {
            wakeups.poll(backoff.next());
            return true;
        }
    }
}
