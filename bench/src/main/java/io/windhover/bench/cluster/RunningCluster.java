package io.windhover.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cluster that {@code ./windhover cluster up} started, as its folder tells. */
public final class RunningCluster {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final String LEADER_KEY = "windhover/leader";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Reads of a cluster by its folder; it may not run yet. */
    public RunningCluster(Path folder) {
        this.folder = folder;
    }

    /** A process of it that runs. */
    public record Process(String name, String role, int port, int managementPort, long pid) {}

    /** Returns the processes that run, read anew. */
    public List<Process> processes() {
        JsonNode state = JSON.readTree(folder.resolve("cluster.json").toFile());
        List<Process> all = new ArrayList<>();
        for (JsonNode member : state.get("members")) {
            if (member.hasNonNull("run")) {
                all.add(new Process(
                        member.get("name").asString(),
                        member.get("roles").get(0).asString(),
                        member.get("port").asInt(),
                        member.get("managementPort").asInt(),
                        member.get("run").get("pid").asLong()));
            }
        }
        return all;
    }

    /** Returns the processes of one role. */
    public List<Process> processes(String role) {
        return processes().stream()
                .filter(process -> process.role().equals(role))
                .toList();
    }

    /** Returns the sum of one counter over the processes of a role; 0 where it is not there. */
    double sum(String role, String counter) {
        return processes(role).stream()
                .mapToDouble(process -> value(process, counter).orElse(0.0))
                .sum();
    }

    /** Returns the coordinator that has the right to lead, by etcd; empty at moments without one. */
    Optional<Process> leader() {
        JsonNode state = JSON.readTree(folder.resolve("cluster.json").toFile());
        String etcd = state.get("services").get("ETCD_ENDPOINTS").asString();
        String question = "{\"key\":\"" + base64(LEADER_KEY) + "\"}";
        JsonNode found = JSON.readTree(send(HttpRequest.newBuilder(URI.create(etcd + "/v3/kv/range"))
                        .POST(HttpRequest.BodyPublishers.ofString(question))))
                .path("kvs")
                .path(0)
                .path("value");
        String name = new String(Base64.getDecoder().decode(found.asString("")), StandardCharsets.UTF_8);
        return processes("coordinator").stream()
                .filter(process -> process.name().equals(name))
                .findFirst();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Double> value(Process process, String counter) {
        return metrics(process)
                .lines()
                .filter(line -> line.startsWith(counter + " "))
                .map(line -> Double.parseDouble(line.substring(counter.length() + 1)))
                .findFirst();
    }

    private String metrics(Process process) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.managementPort() + "/metrics")));
    }

    /** Returns the answer; an empty object if there is none. */
    private String send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notThere) {
            return "{}";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Runs a command of {@code ./windhover cluster} on it. */
    void command(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("windhover.root", "."))
                .resolve("windhover")
                .toString()));
        command.addAll(List.of("cluster", name));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--dir", folder.toString()));
        try {
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
