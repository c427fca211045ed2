package io.windhover.runtime.port;

import io.windhover.runtime.Promise;
import java.time.Duration;
import java.util.Optional;

/**
 * Calls between roles: a name of the callee, a request record, a response record. In one process a call is direct; in a
 * cluster it is gRPC; in simulation it can be late, lost, doubled or cut.
 */
public interface Network extends AutoCloseable {
    /** Serves calls to one address. */
    interface Endpoint {
        /** Answers one request; failures are {@code DatabaseException}s and reach the caller as such. */
        Object answer(Object request);
    }

    /** Serves {@code address} until the result is closed; a second server of one address is refused. */
    AutoCloseable serve(String address, Endpoint endpoint);

    /**
     * Calls an address and waits for the answer.
     *
     * @throws io.windhover.model.DatabaseException what the callee threw, NODE_OFFLINE if nobody serves the address,
     *     DEADLINE_EXCEEDED when no answer came in time: the callee may have acted
     */
    default Object call(String address, Object request, Duration timeout) {
        return call(address, request, timeout, () -> {});
    }

    /** Asked now and then by somebody who waits for an answer, whether to go on. */
    @FunctionalInterface
    interface Doubt {
        /** How often it is asked. */
        Duration EVERY = Duration.ofMillis(200);

        /** Returns if the answer may still come; else throws what the caller shall get instead. */
        void orGiveUp();

        /** Waits for a promise; empty when the time is up. */
        default <T> Optional<T> await(Promise<T> promise, Duration timeout) {
            Duration left = timeout;
            while (left.compareTo(EVERY) > 0) {
                Optional<T> got = promise.await(EVERY);
                if (got.isPresent()) {
                    return got;
                }
                orGiveUp();
                left = left.minus(EVERY);
            }
            return promise.await(left);
        }
    }

    /**
     * As {@link #call(String, Object, Duration)}, but waits only as long as {@code doubt} lets it.
     *
     * @throws io.windhover.model.DatabaseException as the other, and what {@code doubt} throws: the callee may have acted
     */
    Object call(String address, Object request, Duration timeout, Doubt doubt);

    @Override
    void close();
}
