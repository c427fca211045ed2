package io.windhover.server.config;

import io.windhover.embedded.StandaloneSettings;
import io.windhover.server.limit.QuotaLimits;
import io.windhover.server.limit.RateLimits;
import io.windhover.server.log.LogSettings;
import io.windhover.server.shared.ClusterSettings;
import io.windhover.server.shared.SharedSettings;
import io.windhover.server.transport.TlsFiles;
import io.windhover.server.transport.TransportSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All an operator may choose, read once at start.
 *
 * @param dataDirectory  where everything is kept
 * @param transport      the port for clients
 * @param managementPort for health and metrics; 0 = any free one, -1 = none
 * @param stopGrace      how long a stop waits for requests in flight
 * @param inFlightMax    requests answered at once
 * @param database       what the database itself is told
 * @param shared         where it is, if several processes share it
 * @param cluster        what this process is among those; present if and only if it is shared
 * @param rates          how often users may ask
 * @param quotas         what is denied, and how much may be stored
 * @param log            what is logged and how
 */
public record ServerConfig(
        Path dataDirectory,
        TransportSettings transport,
        int managementPort,
        Duration stopGrace,
        int inFlightMax,
        StandaloneSettings database,
        Optional<SharedSettings> shared,
        Optional<ClusterSettings> cluster,
        RateLimits rates,
        QuotaLimits quotas,
        LogSettings log) {
    private static final int PORT_MAX = 65_535;

    /**
     * What the command line says; it wins over the files.
     *
     * @param keys further values by dotted key, which must be known
     */
    public record Overrides(
            Optional<Path> dataDirectory,
            Optional<String> host,
            Optional<Integer> port,
            Optional<Integer> httpPort,
            Map<String, String> keys) {
        /** Says nothing of further keys. */
        public Overrides(
                Optional<Path> dataDirectory,
                Optional<String> host,
                Optional<Integer> port,
                Optional<Integer> httpPort) {
            this(dataDirectory, host, port, httpPort, Map.of());
        }

        /** Nothing said. */
        public static final Overrides NONE =
                new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads the defaults, then a file if there is one, then the overrides.
     *
     * @throws ConfigException if a key is unknown or a value does not fit
     */
    public static ServerConfig read(Optional<Path> file, Overrides overrides) {
        return read(file.stream().toList(), overrides);
    }

    /**
     * Reads the defaults, then the files, of which a later one wins, then the overrides.
     *
     * @throws ConfigException if a key is unknown or a value does not fit
     */
    public static ServerConfig read(List<Path> files, Overrides overrides) {
        ConfigKeys written = ConfigKeys.defaults();
        for (Path file : files) {
            written = written.overlaid(file);
        }
        ConfigKeys keys = written.overlaid("the command line", overrides.keys());
        TransportSettings transport = new TransportSettings(
                overrides.host().orElseGet(() -> keys.text("server.host")),
                overrides.port().orElseGet(() -> keys.count("server.port", 0, PORT_MAX)),
                keys.count("proxy.grpc.serverMaxRecvSize", 1 << 20, Integer.MAX_VALUE),
                keys.count("server.connectionsMax", 1, 1_000_000),
                Duration.ofMillis(keys.number("server.firstBytesWaitMs", 1, 3_600_000)),
                tls(keys));
        Optional<SharedSettings> shared = SharedKeys.read(keys);
        Optional<ClusterSettings> cluster = shared.isPresent()
                ? Optional.of(ClusterKeys.read(keys, transport.host(), transport.port()))
                : Optional.empty();
        return new ServerConfig(
                overrides.dataDirectory().orElseGet(() -> Path.of(keys.text("data.directory"))),
                transport,
                overrides.httpPort().orElseGet(() -> keys.count("server.managementPort", -1, PORT_MAX)),
                Duration.ofMillis(keys.number("server.stopGraceMs", 0, 600_000)),
                keys.count("proxy.maxTaskNum", 1, 1_000_000),
                DatabaseKeys.read(keys),
                shared,
                cluster,
                RateKeys.read(keys),
                QuotaKeys.read(keys),
                log(keys));
    }

    private static LogSettings log(ConfigKeys keys) {
        return new LogSettings(
                keys.choice("log.level", List.of("debug", "info", "warn", "error")),
                keys.choice("log.format", List.of("text", "json")).equals("json"),
                Duration.ofSeconds(keys.number("proxy.slowQuerySpanInSeconds", 0, 86_400)),
                keys.isOn("proxy.accessLog.enable"));
    }

    private static Optional<TlsFiles> tls(ConfigKeys keys) {
        int mode = keys.count("common.security.tlsMode", 0, 2);
        if (mode == 0) {
            return Optional.empty();
        }
        Optional<Path> authorities = mode == 2 ? Optional.of(path(keys, "tls.caPemPath")) : Optional.empty();
        return Optional.of(new TlsFiles(path(keys, "tls.serverPemPath"), path(keys, "tls.serverKeyPath"), authorities));
    }

    private static Path path(ConfigKeys keys, String key) {
        String text = keys.text(key);
        if (text.isEmpty()) {
            throw new ConfigException("key \"" + key + "\" is needed with this common.security.tlsMode");
        }
        return Path.of(text);
    }
}
