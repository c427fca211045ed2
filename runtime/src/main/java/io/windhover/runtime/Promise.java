package io.windhover.runtime;

import java.time.Duration;
import java.util.Optional;

/** A result that arrives once. Completing it a second time changes nothing. */
public interface Promise<T> {
    /** Delivers the result; returns false if there was one already. */
    boolean complete(T value);

    /** Delivers a failure; returns false if there was a result already. */
    boolean fail(RuntimeException failure);

    /** Tells whether a result or failure is there. */
    boolean isDone();

    /** Waits for the result; rethrows a failure. */
    T await();

    /** Waits at most {@code timeout}; empty if nothing arrived in time. Rethrows a failure. */
    Optional<T> await(Duration timeout);
}
