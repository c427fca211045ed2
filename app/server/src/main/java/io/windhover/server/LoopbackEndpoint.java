package io.windhover.server;

import io.windhover.embedded.Endpoint;
import io.windhover.embedded.EndpointProvider;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proxy.Requests;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.server.config.ServerConfig;
import java.io.IOException;
import java.util.Optional;

/** Serves an embedded database on a free loopback port, without a management port. */
public final class LoopbackEndpoint implements EndpointProvider {
    private static final String HOST = "127.0.0.1";

    /** Creates the provider; the service loader calls it. */
    public LoopbackEndpoint() {}

    @Override
    public Endpoint open(Requests requests, Metrics metrics) {
        ServerConfig config = ServerConfig.read(
                Optional.empty(),
                new ServerConfig.Overrides(Optional.empty(), Optional.of(HOST), Optional.of(0), Optional.of(-1)));
        try {
            return new Open(Server.start(config, requests, metrics));
        } catch (IOException e) {
            throw new DatabaseException(ErrorCode.IO_FAILED, "no loopback port can be opened: " + e.getMessage(), e);
        }
    }

    private record Open(Server server) implements Endpoint {
        @Override
        public String uri() {
            return "http://" + HOST + ":" + server.port();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
