package io.windhover.server.command;

import io.windhover.server.BuildProperties;
import io.windhover.server.Server;
import io.windhover.server.config.ServerConfig;
import io.windhover.server.log.LogSetup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a data directory until it is told to stop. */
@Command(
        name = "serve",
        description = "Serves a data directory to Milvus clients. Ctrl-C stops it cleanly.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(names = "--data", paramLabel = "DIR", description = "where everything is kept (default: data)")
    private Path data;

    @Option(names = "--port", paramLabel = "PORT", description = "for clients (default: 19530; 0 = any free one)")
    private Integer port;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "for /healthz and /metrics (default: 9091; 0 = any free one, -1 = none)")
    private Integer httpPort;

    @Option(names = "--host", paramLabel = "HOST", description = "to listen on (default: 127.0.0.1)")
    private String host;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML; the keys are those of windhover.yaml; of several files a later one wins")
    private List<Path> configs = List.of();

    @Option(
            names = "--role",
            paramLabel = "ROLES",
            description = "in a cluster, some of proxy,coordinator,data,query (default: all)")
    private String roles;

    @Option(names = "--name", paramLabel = "NAME", description = "in a cluster, of this process (default: host-port)")
    private String name;

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "in a cluster, where other members call this one (default: 10 above the port for clients)")
    private String address;

    @Option(names = "--exit-when-ready", hidden = true, description = "stop as soon as the ports are open")
    private boolean exitWhenReady;

    @Override
    public Integer call() throws Exception {
        ServerConfig settings = ServerConfig.read(
                configs,
                new ServerConfig.Overrides(
                        Optional.ofNullable(data),
                        Optional.ofNullable(host),
                        Optional.ofNullable(port),
                        Optional.ofNullable(httpPort),
                        clusterKeys()));
        LogSetup.apply(settings.log());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (OpenDatabase database = OpenDatabase.open(settings);
                Server server = Server.start(settings, database.requests(), database.metrics())) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, stopped), "windhover-stop"));
            greet(settings, server);
            LOG.atInfo()
                    .addKeyValue("version", BuildProperties.read().version())
                    .addKeyValue("port", server.port())
                    .log("serving");
            if (!exitWhenReady) {
                stop.await();
                say("Stopping: letting requests end, then flushing.");
            }
        } finally {
            stopped.countDown();
        }
        LOG.info("stopped");
        say("Stopped.");
        return 0;
    }

    private Map<String, String> clusterKeys() {
        Map<String, String> keys = new LinkedHashMap<>();
        Optional.ofNullable(roles).ifPresent(text -> keys.put("cluster.roles", text));
        Optional.ofNullable(name).ifPresent(text -> keys.put("cluster.name", text));
        Optional.ofNullable(address).ifPresent(text -> keys.put("cluster.address", text));
        return keys;
    }

    /** The JVM ends when this returns, so it waits until everything is closed. */
    private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void greet(ServerConfig settings, Server server) throws IOException {
        String host = settings.transport().host();
        String scheme = settings.transport().tls().isPresent() ? "https" : "http";
        BuildProperties build = BuildProperties.read();
        say("Windhover %s, Milvus API %s".formatted(build.version(), build.milvusVersion()));
        say("  clients  %s://%s:%d".formatted(scheme, host, server.port()));
        server.managementPort().ifPresent(p -> say("  health   http://%s:%d/healthz and /metrics".formatted(host, p)));
        String directory = settings.dataDirectory().toAbsolutePath().normalize().toString();
        say(settings.shared()
                .map(shared -> "  data     etcd " + shared.etcd().endpoints() + ", "
                        + shared.pulsar().service() + ", S3 " + shared.s3().endpoint() + "; copies in " + directory)
                .orElse("  data     " + directory));
        long upMs = ManagementFactory.getRuntimeMXBean().getUptime();
        say("Ready after %.1f s. Ctrl-C stops it.".formatted(upMs / 1000.0));
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
