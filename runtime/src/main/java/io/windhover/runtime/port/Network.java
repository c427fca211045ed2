package io.windhover.runtime.port;

import java.time.Duration;

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
    Object call(String address, Object request, Duration timeout);

    @Override
    void close();
}
