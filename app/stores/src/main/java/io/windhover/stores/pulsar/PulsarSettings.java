package io.windhover.stores.pulsar;

import java.net.URI;
import java.time.Duration;

/**
 * Where the logs are.
 *
 * @param service   of the brokers, {@code pulsar://host:port}
 * @param admin     of their administration, {@code http://host:port}
 * @param tenant    must exist
 * @param namespace created if it is absent; one database a namespace
 * @param timeout   of one request
 */
public record PulsarSettings(String service, URI admin, String tenant, String namespace, Duration timeout) {}
