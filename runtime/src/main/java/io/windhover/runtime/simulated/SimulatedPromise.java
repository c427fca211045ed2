package io.windhover.runtime.simulated;

import io.windhover.runtime.Promise;
import java.time.Duration;
import java.util.Optional;

/** A one-shot result in simulated time. */
final class SimulatedPromise<T> implements Promise<T> {
    private final Simulation simulation;
    private final WaitList waiters;
    private T value;
    private RuntimeException failure;
    private boolean done;

    SimulatedPromise(Simulation simulation) {
        this.simulation = simulation;
        this.waiters = new WaitList(simulation);
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
        if (done) {
            return false;
        }
        done = true;
        value = result;
        failure = cause;
        waiters.wakeAll();
        return true;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public T await() {
        while (!done) {
            waiters.await(Simulation.NEVER);
        }
        return result();
    }

    @Override
    public Optional<T> await(Duration timeout) {
        long untilNs = simulation.nsAfter(timeout);
        while (!done && simulation.nowNs() < untilNs) {
            waiters.await(untilNs);
        }
        return done ? Optional.ofNullable(result()) : Optional.empty();
    }

    void awaitRegardless() {
        while (!done) {
            waiters.awaitRegardless();
        }
    }

    private T result() {
        if (failure != null) {
            throw failure;
        }
        return value;
    }
}
