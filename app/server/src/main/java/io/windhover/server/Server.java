package io.windhover.server;

import io.windhover.proxy.Requests;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.server.config.ServerConfig;
import io.windhover.server.limit.Admission;
import io.windhover.server.management.Management;
import io.windhover.server.management.ServerMetrics;
import io.windhover.server.milvus.Machine;
import io.windhover.server.milvus.MilvusService;
import io.windhover.server.milvus.ServerVersion;
import io.windhover.server.transport.HttpRequest;
import io.windhover.server.transport.HttpResponse;
import io.windhover.server.transport.Transport;
import io.windhover.server.transport.TransportSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/** A database on its ports: Milvus's gRPC for clients, health and metrics for operators. Does not own the database. */
public final class Server implements AutoCloseable {
    private final Transport clients;
    private final Optional<Transport> operators;
    private final ServerMetrics metrics;
    private final AtomicBoolean open;

    private Server(Transport clients, Optional<Transport> operators, ServerMetrics metrics, AtomicBoolean open) {
        this.clients = clients;
        this.operators = operators;
        this.metrics = metrics;
        this.open = open;
    }

    /**
     * Opens the ports.
     *
     * @param requests what answers; must be open until after {@link #close()}
     * @param counted  what is counted below; calls are counted there too
     * @throws IOException if a port is taken or TLS files do not fit
     */
    public static Server start(ServerConfig config, Requests requests, Metrics counted) throws IOException {
        ServerMetrics metrics = new ServerMetrics(counted);
        BuildProperties build = BuildProperties.read();
        ServerVersion version = new ServerVersion(build.wireVersion(), build.version(), build.time());
        Admission admission = new Admission(config.rates(), config.quotas(), requests::catalog, System::nanoTime);
        Machine machine = new Machine(config.transport().host(), config.dataDirectory());
        MilvusService service = new MilvusService(
                requests,
                new MilvusService.Surroundings(
                        version, machine, metrics, admission, config.log(), config.inFlightMax()));
        AtomicBoolean open = new AtomicBoolean(true);
        Optional<Transport> operators = Optional.empty();
        if (config.managementPort() >= 0) {
            operators = Optional.of(Transport.start(
                    TransportSettings.plain(config.transport().host(), config.managementPort()),
                    List.of(),
                    new Management(metrics, open::get, requests::health),
                    config.stopGrace()));
        }
        try {
            Transport clients = Transport.start(
                    config.transport(), List.of(service.definition()), Server::rest, config.stopGrace());
            metrics.measureInFlight(clients.port(), service::inFlight);
            return new Server(clients, operators, metrics, open);
        } catch (IOException failure) {
            operators.ifPresent(Transport::close);
            metrics.close();
            throw failure;
        }
    }

    private static HttpResponse rest(HttpRequest request) {
        String document = "{\"code\":10,\"message\":\"the REST API is not supported in this version: " + "use gRPC\"}";
        return HttpResponse.json(
                request.path().startsWith("/v") ? 200 : 404, document.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the port for clients. */
    public int port() {
        return clients.port();
    }

    /** Returns the port for operators, if one is open. */
    public OptionalInt managementPort() {
        return operators.map(t -> OptionalInt.of(t.port())).orElse(OptionalInt.empty());
    }

    /** Refuses new requests, lets those in flight end within the grace, and closes the ports. */
    @Override
    public void close() {
        open.set(false);
        clients.close();
        operators.ifPresent(Transport::close);
        metrics.close();
    }
}
