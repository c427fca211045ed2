package io.windhover.server.command.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program that members are processes of: the one that runs here, on the same JVM with the same options.
 *
 * @param mainClass what is run
 */
record MemberProgram(String mainClass) {
    private static final String RELAY_HEAP = "128m";
    private static final List<String> OTHERS_OPTIONS = List.of("-Xmx", "-javaagent", "-agentlib", "-agentpath");

    /** Writes a member's configuration into its folder and starts it. */
    Run start(ClusterState cluster, MemberState member, ClusterFolder folder) throws IOException {
        Path own = Files.createDirectories(folder.of(member));
        Path config = Files.writeString(own.resolve("windhover.yaml"), ClusterFolder.json(config(cluster, member)));
        List<String> command = new ArrayList<>(jvm(cluster.heap(member.roles())));
        command.addAll(List.of(mainClass, "serve", "--config", config.toString(), "--data"));
        command.add(own.resolve("data").toString());
        return Run.start(command, own, folder.log(member));
    }

    /** Starts the relay of a cluster. */
    Run startRelay(ClusterFolder folder) throws IOException {
        List<String> command = new ArrayList<>(jvm(Optional.of(RELAY_HEAP)));
        command.addAll(
                List.of(mainClass, "cluster", "relay", "--dir", folder.path().toString()));
        return Run.start(command, folder.path(), folder.path().resolve("relay.log"));
    }

    private static List<String> jvm(Optional<String> heap) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> OTHERS_OPTIONS.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        heap.ifPresent(size -> command.add("-Xmx" + size));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /** Returns keys and values; JSON is YAML. */
    private static Map<String, Object> config(ClusterState cluster, MemberState member) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("data", Map.of("in", "services"));
        config.put(
                "server",
                Map.of("host", "127.0.0.1", "port", member.port(), "managementPort", member.managementPort()));
        config.put(
                "cluster",
                Map.of(
                        "name",
                        member.name(),
                        "roles",
                        member.roles(),
                        "address",
                        cluster.host() + ":" + member.memberPort(),
                        "listenHost",
                        "127.0.0.1",
                        "drainSeconds",
                        LocalCluster.DRAIN_SECONDS));
        Map<String, String> where = cluster.services();
        config.put("etcd", Map.of("endpoints", where.get("ETCD_ENDPOINTS")));
        URI pulsar = URI.create(where.get("PULSAR_URL"));
        int web = URI.create(where.get("PULSAR_ADMIN_URL")).getPort();
        config.put("pulsar", Map.of("address", pulsar.getHost(), "port", pulsar.getPort(), "webport", web));
        URI s3 = URI.create(where.get("S3_ENDPOINT"));
        config.put(
                "minio",
                Map.of(
                        "address",
                        s3.getHost(),
                        "port",
                        s3.getPort(),
                        "accessKeyID",
                        where.get("S3_ACCESS_KEY"),
                        "secretAccessKey",
                        where.get("S3_SECRET_KEY")));
        return config;
    }
}
