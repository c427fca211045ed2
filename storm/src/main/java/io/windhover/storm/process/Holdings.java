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
import java.util.List;
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
    private static final int SHOWN_PARTS = 2;
    private static final long SMALL = 16;
    private static final double GROWN = 1.1;

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
            for (Map.Entry<String, Long> member : cluster.members().entrySet()) {
                Footprint footprint = Footprint.of(OptionalLong.of(member.getValue()), List.of());
                counts.put(member.getKey() + " memory MB", footprint.rssMb());
                counts.put(member.getKey() + " handles", footprint.handles());
            }
        } catch (IOException | IllegalStateException failure) {
            counts.put("not counted: " + failure.getMessage(), -1L);
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
        if (answer.statusCode() == 200) {
            counts.put("pulsar topics", (long)
                    JsonParser.parseString(answer.body()).getAsJsonArray().size());
        }
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
        counts.put("s3 KB", filesBytes[1] / 1024);
    }

    /** Says what is more than before by more than a tenth. */
    public List<String> grownSince(Holdings before) {
        List<String> grown = new ArrayList<>();
        counts.forEach((name, count) -> {
            long earlier = before.counts.getOrDefault(name, 0L);
            if (count > earlier * GROWN && count > earlier + SMALL) {
                grown.add("%s: %d, before the storm %d".formatted(name, count, earlier));
            }
        });
        return grown;
    }
}
