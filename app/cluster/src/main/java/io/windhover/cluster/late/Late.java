package io.windhover.cluster.late;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that is opened by a fiber, again and again until it succeeds.
 *
 * @param <T> what it is
 */
final class Late<T> implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** How long a caller waits for what is just being opened. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Runtime runtime;
    private final String what;
    private final Supplier<T> opener;
    private final Consumer<T> closer;
    private final Promise<T> opened;
    private final Fiber fiber;
    private volatile String why = "it is being opened";

    /**
     * Begins to open.
     *
     * @param what   for messages
     * @param opener throws DatabaseException for as long as it is not there
     * @param closer is given what was opened, at the end
     */
    Late(Runtime runtime, String what, Supplier<T> opener, Consumer<T> closer) {
        this.runtime = runtime;
        this.what = what;
        this.opener = opener;
        this.closer = closer;
        this.opened = runtime.promise();
        this.fiber = runtime.fork("open " + what, this::run);
    }

    private void run() {
        while (!opened.isDone()) {
            try {
                opened.complete(opener.get());
            } catch (DatabaseException failure) {
                why = failure.getMessage();
                runtime.sleep(PAUSE);
            }
        }
    }

    /** Returns it; throws SERVICE_UNAVAILABLE, and why, if it is not there in a moment. */
    T require() {
        Optional<T> there = opened.await(PATIENCE);
        return there.orElseThrow(() -> new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE, "the " + what + " has not been reached yet: " + why));
    }

    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
        if (opened.isDone()) {
            closer.accept(opened.await());
        }
    }
}
