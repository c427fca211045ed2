package io.windhover.runtime.production;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that waits: a fiber, or a thread from outside that calls in. Only the thread itself parks and changes its
 * deadline; any other may wake or cancel it.
 */
final class Strand {
    /** A time that never comes. */
    static final long NEVER = Long.MAX_VALUE;

    private final ProductionRuntime runtime;
    private final Thread thread;
    private final String name;
    private final boolean background;
    private volatile boolean cancelled;
    private volatile long deadlineNs = NEVER;

    /** Creates the strand of a thread; {@code background} if its computing gives way to others. */
    Strand(ProductionRuntime runtime, Thread thread, String name, boolean background) {
        this.runtime = runtime;
        this.thread = thread;
        this.name = name;
        this.background = background;
    }

    String name() {
        return name;
    }

    boolean isBackground() {
        return background;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void deadlineNs(long deadlineNs) {
        this.deadlineNs = deadlineNs;
    }

    void cancel() {
        cancelled = true;
        LockSupport.unpark(thread);
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    /** Throws if this strand was cancelled. */
    void checkCancelled() {
        if (cancelled || thread.isInterrupted()) {
            throw new CancelledException(name);
        }
    }

    /** Tells whether work that has not begun yet may be left out, because its result can reach nobody. */
    boolean shouldStop() {
        return cancelled || runtime.monotonicNs() >= deadlineNs;
    }

    /** Throws if this strand was cancelled or its deadline has passed. */
    void checkMayWait() {
        checkCancelled();
        if (runtime.monotonicNs() >= deadlineNs) {
            throw new DatabaseException(ErrorCode.DEADLINE_EXCEEDED, "deadline exceeded in " + name);
        }
    }

    /** Parks until woken, cancelled, past the deadline or past {@code untilNs}; may also return for no reason. */
    void park(long untilNs) {
        checkMayWait();
        long until = Math.min(untilNs, deadlineNs);
        if (until == NEVER) {
            LockSupport.park(this);
        } else {
            long left = until - runtime.monotonicNs();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            }
        }
        checkCancelled();
    }

    /** Parks until woken, whatever was cancelled or is late: for the end of a scope, which must see its children end. */
    void parkRegardless() {
        boolean interrupted = Thread.interrupted();
        LockSupport.park(this);
        if (interrupted) {
            thread.interrupt();
        }
    }
}
