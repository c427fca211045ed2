package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FlushResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a Java program has a durable database in its process. Method: use it, close it, open it again. */
class WindhoverTest {
    private static final int DIM = 8;

    @TempDir
    Path directory;

    private static CollectionSpec docs() {
        return CollectionSpec.named("docs")
                .longKey("id")
                .text("title", 100)
                .nullable("year", DataType.INT32)
                .array("tags", DataType.VARCHAR, 8, 20)
                .vector("embedding", DIM)
                .sparseVector("terms")
                .dynamic();
    }

    private static float[] vector(SplittableRandom random) {
        float[] vector = new float[DIM];
        for (int i = 0; i < DIM; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }

    private static Map<String, Object> row(long id, SplittableRandom random) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", id);
        row.put("title", "title " + id);
        row.put("year", id % 3 == 0 ? null : (int) (2000 + id % 20));
        row.put("tags", List.of("t" + id % 5, "all"));
        row.put("embedding", vector(random));
        row.put("terms", Map.of(id % 7, 1.5f, 100L + id % 3, 0.5f));
        row.put("color", id % 2 == 0 ? "red" : "blue");
        return row;
    }

    private static List<Map<String, Object>> rows(int count) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, count).mapToObj(i -> row(i, random)).toList();
    }

    private static CollectionHandle create(Windhover db) {
        db.createCollection(docs());
        CollectionHandle docs = db.collection("docs");
        docs.createIndex("embedding", "HNSW", Map.of("metric_type", "L2"));
        docs.createIndex("terms", "SPARSE_INVERTED_INDEX", Map.of("metric_type", "IP"));
        docs.createIndex("title", "TRIE", Map.of());
        docs.load();
        return docs;
    }

    private static List<Long> nearest(List<Map<String, Object>> rows, float[] query, int limit) {
        Map<Long, Double> distances = new LinkedHashMap<>();
        for (Map<String, Object> row : rows) {
            float[] vector = (float[]) row.get("embedding");
            double sum = 0;
            for (int i = 0; i < DIM; i++) {
                sum += (vector[i] - query[i]) * (double) (vector[i] - query[i]);
            }
            distances.put((Long) row.get("id"), sum);
        }
        return distances.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void whatWasInsertedIsFoundBeforeAndAfterFlushAndReopening() {
        List<Map<String, Object>> rows = rows(3_000);
        float[] query = vector(new SplittableRandom(99));
        List<Long> expected = nearest(rows, query, 10);
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = create(db);
            docs.insert(rows);
            assertFinds(docs, query, expected);
            docs.flush();
            assertFinds(docs, query, expected);
            assertThat(docs.count("")).isEqualTo(3_000);
        }
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = db.collection("docs");
            docs.load();
            assertFinds(docs, query, expected);
            assertThat(docs.count("year is null")).isEqualTo(1_000);
            assertThat(docs.count("color == \"red\" and array_contains(tags, \"t0\")"))
                    .isEqualTo(300);
        }
    }

    @Test
    void readsOfAllPartitionsGoOnWhilePartitionsComeAndGo() throws InterruptedException {
        // Goal: nobody's partition DDL makes another's reads fail. Method: eight threads create and drop partitions as
        // fast as they can while the rows of the default partition are counted.
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = create(db);
            docs.insert(rows(3_000));
            CollectionRef ref = new CollectionRef("", "docs");
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                String name = "p" + t;
                threads.add(Thread.startVirtualThread(() -> {
                    while (!over.get()) {
                        db.requests().createPartition(ref, name);
                        db.requests().dropPartition(ref, name);
                    }
                }));
            }
            try {
                for (int i = 0; i < 100; i++) {
                    assertThat(docs.count("title like \"%1%\" or tags[0] != \"t0\""))
                            .isEqualTo(2_676);
                }
            } finally {
                over.set(true);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
    }

    private static void assertFinds(CollectionHandle docs, float[] query, List<Long> expected) {
        List<Hit> hits = docs.search("embedding", query, 10, "", "title", "year", "color");
        assertThat(hits.stream().map(Hit::key)).containsExactlyElementsOf(new ArrayList<Object>(expected));
        assertThat(hits.getFirst().fields().get("title")).isEqualTo("title " + expected.getFirst());
        List<Hit> filtered = docs.search("embedding", query, 5, "title == \"title 17\"");
        assertThat(filtered.stream().map(Hit::key)).containsExactly(17L);
        assertThat(docs.search("terms", Map.of(3L, 2f), 3, "id < 20")).hasSize(3);
    }

    @Test
    void unflushedRowsAreThereAgainAfterReopening() {
        try (Windhover db = Windhover.open(directory)) {
            create(db).insert(rows(50));
        }
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = db.collection("docs");
            docs.load();
            assertThat(docs.count("")).isEqualTo(50);
            assertThat(docs.query("id in [3, 7]", 10, "title").stream().map(r -> r.get("title")))
                    .containsExactly("title 3", "title 7");
        }
    }

    /** Goal: clients that ask for the state of a flush only every second or two do not wait for that. */
    @Test
    void anAnsweredFlushOfAFewRowsIsDone() {
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = create(db);
            docs.insert(rows(50));
            FlushResult flush = db.requests().flush("", List.of("docs")).getFirst();
            assertThat(flush.isDone()).isTrue();
            assertThat(db.requests().isFlushed(new CollectionRef("docs"), flush.upTo()))
                    .isTrue();
        }
    }

    @Test
    void deletedRowsStayAwayAndUpsertsReplace() {
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = create(db);
            List<Map<String, Object>> rows = rows(200);
            docs.insert(rows);
            docs.flush();
            assertThat(docs.delete("id < 50")).isEqualTo(50);
            Map<String, Object> changed = new HashMap<>(rows.get(60));
            changed.put("title", "changed");
            docs.upsert(List.of(changed));
            assertThat(docs.count("")).isEqualTo(150);
            assertThat(docs.query("id == 60", 5, "title").getFirst()).containsEntry("title", "changed");
            docs.flush();
        }
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = db.collection("docs");
            docs.load();
            assertThat(docs.count("")).isEqualTo(150);
            assertThat(docs.count("id < 50")).isZero();
            assertThat(docs.query("id == 60", 5, "title"))
                    .hasSize(1)
                    .first()
                    .hasFieldOrPropertyWithValue("title", "changed");
        }
    }

    @Test
    void partitionsAreLoadedReleasedAndDroppedAlone() {
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = create(db);
            CollectionRef ref = new CollectionRef("docs");
            db.requests().createPartition(ref, "eu");
            assertThat(db.requests().hasPartition(ref, "eu")).isTrue();
            assertThatThrownBy(() -> db.requests().dropPartition(ref, "eu"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("release");
            db.requests().release(ref, List.of("eu"));
            db.requests().dropPartition(ref, "eu");
            assertThat(db.requests().hasPartition(ref, "eu")).isFalse();
            docs.insert(rows(5));
            assertThat(docs.count("")).isEqualTo(5);
        }
    }

    @Test
    void aSecondOpeningOfTheSameDirectoryIsRefused() {
        try (Windhover db = Windhover.open(directory)) {
            assertThat(db.hasCollection("docs")).isFalse();
            assertThatThrownBy(() -> Windhover.open(directory))
                    .isInstanceOfSatisfying(
                            DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DIRECTORY_IN_USE))
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void badRowsAreRefusedByNameAndNothingIsKept() {
        try (Windhover db = Windhover.open(directory)) {
            CollectionHandle docs = create(db);
            Map<String, Object> wrongDim = new HashMap<>(rows(1).getFirst());
            wrongDim.put("embedding", new float[3]);
            assertThatThrownBy(() -> docs.insert(List.of(wrongDim))).hasMessageContaining("the dim (3)");
            Map<String, Object> nan = new HashMap<>(rows(1).getFirst());
            nan.put("embedding", new float[] {Float.NaN, 0, 0, 0, 0, 0, 0, 0});
            assertThatThrownBy(() -> docs.insert(List.of(nan))).hasMessageContaining("NaN");
            assertThatThrownBy(() -> docs.search("embedding", new float[3], 1, ""))
                    .hasMessageContaining("dim");
            assertThatThrownBy(() -> docs.count("nosuch(")).hasMessageContaining("cannot parse expression");
            assertThat(docs.count("")).isZero();
        }
    }

    @Test
    void anEndpointIsRefusedWithoutTheServer() {
        try (Windhover db = Windhover.open(directory)) {
            assertThatThrownBy(db::openEndpoint)
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("windhover-server");
        }
    }

    @Test
    void noTransportLibraryIsOnTheClassPath() {
        for (String name : List.of(
                "io.grpc.Server",
                "com.google.protobuf.Message",
                "io.netty.channel.Channel",
                "io.helidon.webserver.WebServer",
                "io.etcd.jetcd.Client",
                "org.apache.pulsar.client.api.PulsarClient",
                "software.amazon.awssdk.services.s3.S3Client")) {
            assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
        }
    }
}
