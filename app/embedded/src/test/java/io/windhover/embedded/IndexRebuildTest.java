package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.runtime.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: indexes come and go under reads, and leave nothing. Method: a real directory, rebuilds at any moment. */
class IndexRebuildTest {
    private static final int DIM = 8;
    private static final int ROWS = 6_000;
    private static final CollectionRef DOCS = new CollectionRef("docs");

    @TempDir
    Path directory;

    private final float[] vectors = new float[ROWS * DIM];
    private Windhover database;

    @BeforeEach
    void open() {
        GarbageSettings sweep =
                new GarbageSettings(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofHours(1), 1_000);
        database = Windhover.open(
                directory,
                TestSettings.with(TestSettings.smallSegmentsIndexed().node().data(), sweep));
        database.createCollection(CollectionSpec.named("docs")
                .longKey("id")
                .field("number", DataType.INT64)
                .vector("vector", DIM));
        hnsw(16);
        docs().load();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = random.nextInt(-500, 500);
        }
        // Several files in one partition, so that several builds run at once.
        for (int from = 0; from < ROWS; from += ROWS / 3) {
            insert(from, ROWS / 3);
            docs().flush();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CollectionHandle docs() {
        return database.collection("docs");
    }

    private void hnsw(int m) {
        docs().createIndex("vector", "HNSW", Map.of("metric_type", "L2", "M", "" + m, "efConstruction", "120"));
    }

    private void insert(int from, int count) {
        long[] keys = new long[count];
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = from + i;
            numbers[i] = (from + i) % 10;
        }
        float[] some = new float[count * DIM];
        System.arraycopy(vectors, from * DIM, some, 0, some.length);
        List<NamedColumn> columns = List.of(
                new NamedColumn("id", DataType.INT64, new Column.LongColumn(keys)),
                new NamedColumn("number", DataType.INT64, new Column.LongColumn(numbers)),
                new NamedColumn("vector", DataType.FLOAT_VECTOR, new Column.FloatVectorColumn(some, DIM)));
        database.requests().insert(new WriteRequest(DOCS, "", columns, count));
    }

    @Test
    void readsUseTheOldIndexOrTheNewOneOrAScanWhileIndexesAreRebuilt() {
        // Method: one fiber rebuilds the number's index in other kinds, one the vector's, for which the collection must
        // be
        // released a while, sometimes before the build is done; two fibers read whenever it is loaded: counts are
        // exact,
        // scores exact, nearly all of the nearest are found.
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger reads = new AtomicInteger();
        try (TaskScope readers = database.runtime().scope("readers", Duration.ofMinutes(5))) {
            readers.fork("reader 0", () -> read(done, reads, 0));
            readers.fork("reader 1", () -> read(done, reads, 1));
            try (TaskScope rebuilders = database.runtime().scope("rebuilders", Duration.ofMinutes(5))) {
                rebuilders.fork("vector", () -> rebuild(this::rebuildVector));
                rebuilders.fork("number", () -> rebuild(this::rebuildNumber));
                rebuilders.join();
            } finally {
                done.set(true);
            }
            readers.join();
        }
        assertThat(reads.get()).isGreaterThan(20);
        await("all builds", this::isBuilt);
        check(3);
        await("only the files of the last indexes", () -> indexFiles() == 2L * segments());
    }

    private void rebuildVector(int turn) {
        int m = turn % 2 == 0 ? 8 : 24;
        docs().release();
        database.requests().dropIndex(DOCS, "vector", "");
        hnsw(m);
        docs().load();
        hnsw(m);
        assertThatThrownBy(() -> hnsw(12)).hasMessageContaining("at most one distinct index is allowed");
        assertThatThrownBy(() -> database.requests().dropIndex(DOCS, "vector", ""))
                .hasMessageContaining("vector index cannot be dropped on loaded collection");
    }

    private void rebuildNumber(int turn) {
        String type = List.of("BITMAP", "INVERTED", "STL_SORT").get(turn % 3);
        database.requests().dropIndex(DOCS, "number", "");
        docs().createIndex("number", type, Map.of());
        docs().createIndex("number", type, Map.of());
    }

    private boolean rebuild(IntConsumer rebuild) {
        for (int turn = 0; turn < 8; turn++) {
            rebuild.accept(turn);
            if (turn % 3 == 0) {
                await("build", this::isBuilt);
            } else {
                database.runtime().sleep(Duration.ofMillis(30L * turn));
            }
        }
        return true;
    }

    private boolean read(AtomicBoolean done, AtomicInteger reads, int number) {
        while (!done.get()) {
            try {
                check(reads.get() * 2 + number);
                reads.incrementAndGet();
            } catch (DatabaseException failure) {
                assertThat(failure.code()).as("%s", failure).isEqualTo(ErrorCode.COLLECTION_NOT_LOADED);
                database.runtime().sleep(Duration.ofMillis(2));
            }
        }
        return true;
    }

    private void check(int turn) {
        int digit = turn % 10;
        assertThat(docs().count("number == " + digit)).isEqualTo(ROWS / 10);
        float[] query = new float[DIM];
        System.arraycopy(vectors, turn * 37 % ROWS * DIM, query, 0, DIM);
        TreeMap<Double, Integer> nearest = new TreeMap<>();
        for (int row = digit; row < ROWS; row += 10) {
            nearest.put(distance(query, row), row);
        }
        List<Double> best = nearest.keySet().stream().limit(10).toList();
        List<Hit> hits = docs().search("vector", query, 10, "number == " + digit);
        assertThat(hits).hasSize(10);
        int found = 0;
        for (Hit hit : hits) {
            int row = ((Long) hit.key()).intValue();
            assertThat(row % 10).isEqualTo(digit);
            assertThat((double) hit.score()).isEqualTo(distance(query, row));
            found += distance(query, row) <= best.getLast() ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(8);
    }

    /** Whole numbers below 2^24: a float holds every sum exactly. */
    private double distance(float[] query, int row) {
        double sum = 0;
        for (int d = 0; d < DIM; d++) {
            double difference = query[d] - vectors[row * DIM + d];
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void filesOfBuildsThatWereOvertakenByADropGo() {
        // Method: the definition is dropped many times at different moments of its builds, then the collection.
        await("first index files", () -> indexFiles() == segments());
        docs().release();
        for (int turn = 0; turn < 6; turn++) {
            database.requests().dropIndex(DOCS, "vector", "");
            hnsw(turn % 2 == 0 ? 32 : 48);
            database.runtime().sleep(Duration.ofMillis(40L * turn));
        }
        database.requests().dropIndex(DOCS, "vector", "");
        await("no index files", () -> indexFiles() == 0);
        hnsw(48);
        await("a build", () -> database.standalone().node().dataTotals().indexBuildBytes() > 0);
        database.dropCollection("docs");
        await("no files", () -> files("segments") + files("indexes") == 0);
    }

    private boolean isBuilt() {
        return database.requests().describeIndexes(DOCS, "", "").stream().allMatch(index -> index.finished());
    }

    private int segments() {
        return database.requests().segments(DOCS).stream()
                .mapToInt(segment -> segment.rowCount() > 0 ? 1 : 0)
                .sum();
    }

    private long indexFiles() {
        return files("indexes");
    }

    /** Counts the files below folders of this name. */
    private long files(String folder) {
        Path objects = directory.resolve(Standalone.OBJECTS_FOLDER);
        try (Stream<Path> all = Files.walk(objects)) {
            return all.filter(path -> path.toString().contains("/" + folder + "/") && Files.isRegularFile(path))
                    .count();
        } catch (IOException | UncheckedIOException gone) {
            return Long.MAX_VALUE; // A folder went while it was looked at: look again.
        }
    }

    private void await(String what, BooleanSupplier isSo) {
        for (int i = 0; i < 6_000; i++) {
            if (isSo.getAsBoolean()) {
                return;
            }
            database.runtime().sleep(Duration.ofMillis(10));
        }
        throw new AssertionError("still waiting for " + what);
    }
}
