package io.windhover.runtime;

import java.util.function.Supplier;

/**
 * A group of fibers that ends as one. {@link #join} waits for all and rethrows the first failure; the others are then
 * cancelled. Closing cancels whatever still runs and waits for it. After the deadline every wait in the scope throws
 * {@code DatabaseException(DEADLINE_EXCEEDED)}.
 */
public interface TaskScope extends AutoCloseable {
    /** Starts a child. */
    <T> Promise<T> fork(String name, Supplier<T> body);

    /** Waits for all children. */
    void join();

    @Override
    void close();
}
