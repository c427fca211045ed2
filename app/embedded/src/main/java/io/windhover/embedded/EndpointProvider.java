package io.windhover.embedded;

import io.windhover.proxy.Requests;
import io.windhover.runtime.metrics.Metrics;

/** What opens an {@link Endpoint}; found as a service when windhover-server is on the class path. */
public interface EndpointProvider {
    /**
     * Opens any free port on the loopback address.
     *
     * @param metrics where calls are counted
     * @throws io.windhover.model.DatabaseException IO_FAILED when no port can be opened
     */
    Endpoint open(Requests requests, Metrics metrics);
}
