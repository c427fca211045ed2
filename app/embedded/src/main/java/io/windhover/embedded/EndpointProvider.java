package io.windhover.embedded;

import io.windhover.proxy.Requests;

/** What opens an {@link Endpoint}; found as a service when windhover-server is on the class path. */
public interface EndpointProvider {
    /**
     * Opens any free port on the loopback address.
     *
     * @throws io.windhover.model.DatabaseException IO_FAILED when no port can be opened
     */
    Endpoint open(Requests requests);
}
