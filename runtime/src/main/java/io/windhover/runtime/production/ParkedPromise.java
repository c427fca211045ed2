package io.windhover.runtime.production;

import io.windhover.runtime.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A one-shot result whose waiters are parked threads. */
final class ParkedPromise<T> implements Promise<T> {
    private final ProductionRuntime runtime;
    private final Object lock = new Object();
    private List<Strand> waiters = List.of();
    private T value;
    private RuntimeException failure;
    private volatile boolean done;

    ParkedPromise(ProductionRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public boolean complete(T result) {
        return finish(result, null);
    }

    @Override
    public boolean fail(RuntimeException cause) {
        return finish(null, cause);
    }

    private boolean finish(T result, RuntimeException cause) {
        List<Strand> woken;
        synchronized (lock) {
            if (done) {
                return false;
            }
            value = result;
            failure = cause;
            woken = waiters;
            waiters = List.of();
            done = true;
        }
        for (Strand waiter : woken) {
            waiter.wake();
        }
        return true;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public T await() {
        if (!done) {
            runtime.waiting(strand -> waitUntil(strand, Strand.NEVER));
        }
        return result();
    }

    @Override
    public Optional<T> await(Duration timeout) {
        if (!done) {
            long until = runtime.nsAfter(timeout);
            runtime.waiting(strand -> waitUntil(strand, until));
        }
        return done ? Optional.ofNullable(result()) : Optional.empty();
    }

    /** Waits for the end even if the waiter is cancelled or late. */
    void awaitRegardless(Strand strand) {
        if (enlist(strand)) {
            while (!done) {
                strand.parkRegardless();
            }
        }
    }

    private void waitUntil(Strand strand, long untilNs) {
        if (!enlist(strand)) {
            return;
        }
        try {
            while (!done && runtime.monotonicNs() < untilNs) {
                strand.park(untilNs);
            }
        } finally {
            leave(strand);
        }
    }

    private boolean enlist(Strand strand) {
        synchronized (lock) {
            if (done) {
                return false;
            }
            if (waiters.isEmpty()) {
                waiters = new ArrayList<>(1);
            }
            waiters.add(strand);
            return true;
        }
    }

    private void leave(Strand strand) {
        synchronized (lock) {
            if (!done) {
                waiters.remove(strand);
            }
        }
    }

    private T result() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }
}
