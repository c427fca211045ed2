package io.windhover.storm.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a cluster holds, in its services and in each process.
 *
 * @param counts by what it is of; a service that does not answer has none
 */
public record Holdings(Map<String, Long> counts) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SHOWN_PARTS = 3;
    private static final String MEMORY = " memory MB";
    private static final String HANDLES = " handles";
    private static final String UNKNOWN = "not counted: ";
    private static final String KILOBYTES = "s3 KB";
    private static final String WAITING = "s3 unnamed";
    /** The catalog keeps the results of so many commands, to answer one that comes again. */
    private static final long RESULTS_MAX = 8_192;

    private static final String RESULTS = "etcd windhover/catalog/request/… keys";

    /**
     * What may be held more than before.
     *
     * @param part  of what was held before
     * @param count at least so many
     */
    private record Margin(double part, long count) {
        /** Keys, topics, objects. */
        static final Margin COUNT = new Margin(0.1, 16);
        /** Merged segments and deletes of the base rows take another form. */
        static final Margin BYTES = new Margin(0.1, 4_096);
        /** A process just started is small: its compiled code, its buffers and a heap that it may use are to come. */
        static final Margin MEMORY_MB = new Margin(0.5, 256);
        /** Connections to members and services that came back. */
        static final Margin OPEN = new Margin(0.5, 128);

        static Margin of(String name) {
            if (name.endsWith(MEMORY)) {
                return MEMORY_MB;
            }
            if (name.endsWith(HANDLES)) {
                return OPEN;
            }
            return name.equals(KILOBYTES) ? BYTES : COUNT;
        }

        boolean holds(long before, long after) {
            return after <= before + Math.max(count, Math.round(before * part));
        }
    }

    /** Copies the counts, in the order of their names. */
    public Holdings {
        counts = new TreeMap<>(counts);
    }

    /** Holds nothing: there is no cluster. */
    public static Holdings none() {
        return new Holdings(Map.of());
    }

    /** Looks. */
    public static Holdings of(ClusterProcesses cluster) {
        Map<String, Long> counts = new TreeMap<>();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            etcd(client, cluster, counts);
            pulsar(client, cluster, counts);
            objects(cluster.objects(), counts);
            unnamed(client, cluster, counts);
            for (Map.Entry<String, Long> member : cluster.members().entrySet()) {
                Footprint footprint = Footprint.of(OptionalLong.of(member.getValue()), List.of());
                counts.put(member.getKey() + MEMORY, footprint.rssMb());
                counts.put(member.getKey() + HANDLES, footprint.handles());
            }
        } catch (IOException | IllegalStateException failure) {
            counts.put(UNKNOWN + failure, -1L);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new Holdings(counts);
    }

    private static void etcd(HttpClient client, ClusterProcesses cluster, Map<String, Long> counts)
            throws IOException, InterruptedException {
        // From the first key to the last.
        String all = "{\"key\":\"AA==\",\"range_end\":\"AA==\",\"keys_only\":true}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.where("ETCD_ENDPOINTS") + "/v3/kv/range"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(all))
                .build();
        JsonObject answer = JsonParser.parseString(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .getAsJsonObject();
        for (JsonElement pair : answer.has("kvs") ? answer.getAsJsonArray("kvs").asList() : List.<JsonElement>of()) {
            byte[] key =
                    Base64.getDecoder().decode(pair.getAsJsonObject().get("key").getAsString());
            counts.merge("etcd " + prefix(new String(key, StandardCharsets.ISO_8859_1)), 1L, Long::sum);
        }
    }

    /** Returns the first printable parts of a key. */
    private static String prefix(String key) {
        List<String> parts = new ArrayList<>();
        for (String part : key.split("/")) {
            if (parts.size() == SHOWN_PARTS || !part.matches("[A-Za-z][A-Za-z_-]*")) {
                break;
            }
            parts.add(part);
        }
        return String.join("/", parts) + "/… keys";
    }

    private static void pulsar(HttpClient client, ClusterProcesses cluster, Map<String, Long> counts)
            throws IOException, InterruptedException {
        URI address = URI.create(cluster.where("PULSAR_ADMIN_URL") + "/admin/v2/persistent/public/windhover");
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200 && answer.statusCode() != 404) {
            throw new IOException("Pulsar does not name its topics: " + answer.statusCode() + " " + answer.body());
        }
        // Before the first topic there is no namespace.
        counts.put(
                "pulsar topics",
                answer.statusCode() == 404
                        ? 0L
                        : JsonParser.parseString(answer.body()).getAsJsonArray().size());
    }

    private static void objects(Path directory, Map<String, Long> counts) throws IOException {
        long[] filesBytes = new long[2];
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                filesBytes[0]++;
                filesBytes[1] += file.toFile().length();
            });
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
        counts.put("s3 objects", filesBytes[0]);
        counts.put(KILOBYTES, filesBytes[1] / 1024);
    }

    /**
     * Takes out what nothing names: the file of a job that was killed stays for an hour, in which it could still be
     * committed. The leader counts it.
     */
    private static void unnamed(HttpClient client, ClusterProcesses cluster, Map<String, Long> counts)
            throws IOException, InterruptedException {
        long objects = 0;
        long bytes = 0;
        for (int port : cluster.managementPorts()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .timeout(PATIENCE)
                    .build();
            for (String line : client.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList()) {
                objects += line.startsWith("windhover_garbage_waiting{kind=\"object\"} ") ? value(line) : 0;
                bytes += line.startsWith("windhover_garbage_waiting_bytes ") ? value(line) : 0;
            }
        }
        counts.merge("s3 objects", -objects, Long::sum);
        counts.merge(KILOBYTES, -bytes / 1024, Long::sum);
        counts.put(WAITING, objects);
    }

    private static long value(String line) {
        return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    /**
     * Says what is more than before and more than its margin: a tenth, at least 16, of keys, topics and objects; a tenth,
     * at least 4 MB, of bytes; half, at least 256, of a process' megabytes, at least 128 of its handles. What could not be counted is said
     * too; what was not known before is not compared.
     */
    public List<String> grownSince(Holdings before) {
        List<String> grown = new ArrayList<>();
        counts.forEach((name, count) -> {
            long earlier = before.of(name);
            if (name.equals(WAITING)) {
                return;
            }
            if (count < 0) {
                grown.add(name.startsWith(UNKNOWN) ? name : name + ": not known");
            } else if (earlier >= 0 && !Margin.of(name).holds(name.equals(RESULTS) ? RESULTS_MAX : earlier, count)) {
                grown.add("%s: %d, before the storm %d".formatted(name, count, earlier));
            }
        });
        return grown;
    }

    /** Returns a count; of keys that are not there 0, if there are any; -1 if it is not known. */
    private long of(String name) {
        boolean hasKeys = name.startsWith("etcd ") && counts.keySet().stream().anyMatch(key -> key.startsWith("etcd "));
        return counts.getOrDefault(name, hasKeys ? 0L : -1L);
    }

    /** Returns the figures of a verdict, before and after, by name; none of what is not known. */
    public Map<String, Object> figuresSince(Holdings before) {
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Long> earlier = before.sums();
        sums().forEach((name, sum) -> {
            if (earlier.containsKey(name)) {
                figures.put(name + "_before", earlier.get(name));
                figures.put(name + "_after", sum);
            }
        });
        return figures;
    }

    private Map<String, Long> sums() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith("etcd ")) {
                sums.merge("etcd_keys", count, Long::sum);
            } else if (name.endsWith(MEMORY)) {
                sums.merge("members_memory_mb", count, Long::sum);
            } else if (name.startsWith("pulsar ") || name.startsWith("s3 ")) {
                sums.put(name.replace(' ', '_').toLowerCase(Locale.ROOT), count);
            }
        });
        return sums;
    }
}
