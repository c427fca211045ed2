package io.windhover.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.Windhover;
import io.windhover.model.role.CompactionTicket;
import io.windhover.proto.milvus.CheckHealthRequest;
import io.windhover.proto.milvus.DescribeCollectionRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Goal: what a server did is on its metrics page. Method: a real server on real ports, some work of each kind, a scrape. */
class ServerMetricsTest {
    private static final int BATCHES = 3;
    private static final int BATCH_ROWS = 4_100; // Smaller segments get no index file.

    @TempDir
    private Path directory;

    private Windhover database;
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void open() throws IOException {
        ServerConfig config = ServerConfig.read(
                Optional.empty(),
                new ServerConfig.Overrides(Optional.of(directory), Optional.empty(), Optional.of(0), Optional.of(0)));
        database = Windhover.open(directory);
        server = Server.start(config, database.requests(), database.runtime().metrics());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        server.close();
        database.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.managementPort().orElseThrow() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Returns each series with its value; every line must be of the format. */
    private Map<String, Double> scrape() throws IOException, InterruptedException {
        Map<String, Double> series = new TreeMap<>();
        for (String line : get("/metrics").body().split("\n")) {
            if (!line.startsWith("#") && line.startsWith("windhover_")) {
                assertThat(line).matches("[a-z_]+(\\{([a-zA-Z_]+=\"[^\"]*\",?)+})? [-+0-9.eEInf]+");
                int end = line.lastIndexOf(' ');
                String value = line.substring(end + 1).replace("+Inf", "Infinity");
                assertThat(series.put(line.substring(0, end), Double.valueOf(value)))
                        .as("%s is there once", line)
                        .isNull();
            }
        }
        return series;
    }

    /** Returns the names of families in a scrape, or of those that the page about them lists. */
    private static Set<String> families(String text) {
        return Pattern.compile("(?m)^(?:# TYPE |\\| `)(windhover_[a-z_]+)")
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.endsWith("_max")) // A second family of the timers of requests.
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void await(String what, BooleanSupplier isSo) {
        for (int i = 0; i < 3000 && !isSo.getAsBoolean(); i++) {
            database.runtime().sleep(Duration.ofMillis(10));
        }
        assertThat(isSo.getAsBoolean()).as(what).isTrue();
    }

    private CollectionHandle work() {
        database.createCollection(CollectionSpec.named("docs").longKey("id").vector("v", 4));
        CollectionHandle docs = database.collection("docs");
        docs.createIndex("v", "HNSW", Map.of("metric_type", "L2"));
        docs.load();
        for (int batch = 0; batch < BATCHES; batch++) {
            docs.insert(rows(batch * BATCH_ROWS, BATCH_ROWS));
            docs.flush();
        }
        docs.insert(rows(BATCHES * BATCH_ROWS, 7));
        docs.upsert(rows(0, 5));
        docs.delete("id == 3");
        docs.search("v", new float[4], 5, "", "id");
        docs.count("");
        return docs;
    }

    private void describeAbsent() {
        MilvusServiceGrpc.newBlockingStub(channel)
                .describeCollection(DescribeCollectionRequest.newBuilder()
                        .setCollectionName("no_such")
                        .build());
    }

    private static List<Map<String, Object>> rows(int from, int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            rows.add(Map.of("id", (long) i, "v", new float[] {i, 1, 2, 3}));
        }
        return rows;
    }

    @Test
    void whatWasDoneIsCounted() throws Exception {
        work();
        CompactionTicket compaction = database.requests().compact(new CollectionRef("docs"));
        await(
                "compaction",
                () -> database.requests().compaction(compaction.job()).done());
        await(
                "index",
                () -> database.requests().segments(new CollectionRef("docs")).stream()
                        .anyMatch(segment ->
                                segment.sealed() && !segment.indexes().isEmpty()));
        describeAbsent();
        Map<String, Double> series = scrape();
        assertThat(families(get("/metrics").body()))
                .isEqualTo(families(
                        Files.readString(Path.of(System.getProperty("windhover.root"), "docs", "metrics.md"))));
        assertThat(series)
                .containsEntry("windhover_ddl_commands_total{command=\"create_collection\",outcome=\"changed\"}", 1.0)
                .containsEntry("windhover_ddl_seconds_count{command=\"load\"}", 1.0)
                .containsEntry("windhover_inserted_rows_total", BATCHES * BATCH_ROWS + 7.0)
                .containsEntry("windhover_upserted_rows_total", 5.0)
                .containsEntry("windhover_deleted_rows_total", 1.0)
                .containsEntry("windhover_search_seconds_count", 1.0)
                .containsEntry("windhover_search_vectors_total", 1.0)
                .containsEntry("windhover_collections", 1.0)
                .containsEntry("windhover_partitions", 1.0)
                .containsEntry("windhover_collections_to_load", 1.0)
                .containsEntry("windhover_loaded_collections", 1.0)
                .containsEntry("windhover_open_shards", 1.0)
                .containsEntry("windhover_growing_rows", 12.0)
                .containsEntry("windhover_ddl_queue_length", 0.0)
                .containsEntry("windhover_write_queue_length", 0.0)
                .containsEntry("windhover_flush_failures_total", 0.0)
                .containsEntry("windhover_role_serving{role=\"coordinator\"}", 1.0)
                .containsEntry("windhover_role_safe_mode{role=\"data\"}", 0.0)
                .containsEntry("windhover_role_failures{role=\"data\"}", 0.0)
                .containsEntry("windhover_segments{state=\"growing\"}", 1.0)
                .containsEntry("windhover_segments{state=\"compacting\"}", 0.0)
                .containsEntry("windhover_garbage_waiting{kind=\"collection\"}", 0.0)
                .containsEntry("windhover_ddl_queue_seconds_count{command=\"create_collection\"}", 1.0)
                .containsEntry("windhover_ddl_commit_seconds_count{command=\"create_collection\"}", 1.0)
                .containsEntry("windhover_refusals_total{code=\"100\",error=\"COLLECTION_NOT_FOUND\"}", 1.0)
                .containsEntry("windhover_requests_in_flight{port=\"" + server.port() + "\"}", 0.0);
        for (String atLeastOne : List.of(
                "windhover_catalog_version",
                "windhover_catalog_batch_commands_count",
                "windhover_query_seconds_count",
                "windhover_wal_appends_total",
                "windhover_wal_appended_bytes_total",
                "windhover_disk_sync_seconds_count{folder=\"wal\"}",
                "windhover_disk_sync_seconds_count{folder=\"meta\"}",
                "windhover_disk_written_bytes_total{folder=\"wal\"}",
                "windhover_disk_written_bytes_total{folder=\"objects\"}",
                "windhover_disk_free_bytes",
                "windhover_flush_seconds_count",
                "windhover_flushed_rows_total",
                "windhover_flushed_bytes_total",
                "windhover_index_build_seconds_count",
                "windhover_index_bytes_total",
                "windhover_compaction_seconds_count",
                "windhover_compacted_rows_total",
                "windhover_sealed_rows",
                "windhover_sealed_bytes",
                "windhover_index_files",
                "windhover_segments{state=\"indexed\"}",
                "windhover_mapped_files",
                "windhover_mapped_bytes",
                "windhover_open_views",
                "windhover_unreleased_segments",
                "windhover_fibers",
                "windhover_loaded_segments",
                "windhover_loaded_rows",
                "windhover_loaded_bytes",
                "windhover_unreleased_bytes",
                "windhover_requests_seconds_count{code=\"100\",method=\"DescribeCollection\"}")) {
            assertThat(series).as(atLeastOne).containsKey(atLeastOne);
            assertThat(series.get(atLeastOne)).as(atLeastOne).isGreaterThanOrEqualTo(1.0);
        }
        assertThat(series)
                .containsKeys(
                        "windhover_garbage_sweeps_total",
                        "windhover_garbage_removed_total{kind=\"object\"}",
                        "windhover_garbage_removed_total{kind=\"collection\"}");
    }

    @Test
    void whatIsDroppedIsToldOfUntilItIsGivenBack() throws Exception {
        work();
        double files = ofFiles(scrape());
        assertThat(files).isPositive();
        database.dropCollection("docs");
        Map<String, Double> after = scrape();
        assertThat(ofFiles(after)).isZero();
        assertThat(after)
                .containsEntry("windhover_collections", 0.0)
                .containsEntry("windhover_garbage_waiting{kind=\"collection\"}", 1.0);
        assertThat(after.get("windhover_segments{state=\"dropped\"}")).isPositive();
    }

    private static double ofFiles(Map<String, Double> series) {
        return Stream.of("sealed", "indexed", "compacting")
                .mapToDouble(state -> series.get("windhover_segments{state=\"" + state + "\"}"))
                .sum();
    }

    @Test
    void everyPanelOfTheDashboardShowsWhatIsScraped() throws Exception {
        // Goal: the dashboard can be imported and shows something. Method: each name in its queries is in a scrape.
        work();
        describeAbsent();
        Set<String> names = get("/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Path file = Path.of(System.getProperty("windhover.root"), "docs", "grafana", "windhover.json");
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(file));
        assertThat(dashboard.path("title").stringValue()).isEqualTo("Windhover");
        Set<Integer> ids = new TreeSet<>();
        Set<String> shown = new TreeSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").stringValue();
            assertThat(title).isNotBlank();
            assertThat(ids.add(panel.path("id").intValue())).as(title).isTrue();
            if (!panel.path("type").stringValue().equals("row")) {
                JsonNode unit = panel.path("fieldConfig").path("defaults").path("unit");
                assertThat(unit.stringValue("")).as(title).isNotBlank();
                assertThat(panel.path("targets").size()).as(title).isPositive();
                panel.path("targets")
                        .forEach(target ->
                                shown.addAll(metrics(target.path("expr").stringValue())));
            }
        }
        assertThat(names).containsAll(shown);
        assertThat(shown)
                .contains(
                        "windhover_role_serving",
                        "windhover_role_safe_mode",
                        "windhover_ddl_queue_length",
                        "windhover_ddl_seconds_bucket",
                        "windhover_catalog_version",
                        "windhover_catalog_batch_commands_count",
                        "windhover_segments",
                        "windhover_mapped_bytes");
    }

    private static List<String> metrics(String query) {
        return Pattern.compile("\\b(windhover|jvm|process|system)_[a-z_]+")
                .matcher(query)
                .results()
                .map(match -> match.group())
                .toList();
    }

    @Test
    void aWellServerSaysSoEverywhere() throws Exception {
        assertThat(get("/healthz").body()).isEqualTo("OK");
        var health = MilvusServiceGrpc.newBlockingStub(channel).checkHealth(CheckHealthRequest.getDefaultInstance());
        assertThat(health.getIsHealthy()).isTrue();
        assertThat(health.getReasonsList()).isEmpty();
    }
}
