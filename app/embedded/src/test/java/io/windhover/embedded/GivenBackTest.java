package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.coordinator.garbage.GarbageSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what was dropped is given back within a minute, without a restart. Method: on a real directory many partitions of
 * a live collection and many collections are created, filled, flushed, indexed, loaded, searched, released and dropped, in
 * every state of their rows and builds; then everything that can be counted must come back to the level of the live data.
 */
class GivenBackTest {
    private static final int DIM = 16;
    private static final int ROWS = 1_200;
    private static final int CYCLES = 8;
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    /** Looks more often than shipped, so that the test need not wait; what is never named waits as long as shipped. */
    private static final GarbageSettings SWEEP = new GarbageSettings(
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            GarbageSettings.DEFAULT.unnamedGrace(),
            GarbageSettings.DEFAULT.removedAtOnce());

    @TempDir
    Path directory;

    private Windhover database;

    @Test
    void whatWasDroppedIsGivenBackToTheLevelOfTheLiveData() {
        StandaloneSettings settings =
                TestSettings.with(TestSettings.smallSegmentsIndexed().node().data(), SWEEP);
        try (Windhover opened = Windhover.open(directory, settings)) {
            database = opened;
            create("live");
            insert("live", "", 0);
            database.collection("live").flush();
            Map<String, Long> level = settled(new LinkedHashMap<>());
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                partitions(cycle);
                collection("c" + cycle % 3, cycle);
            }
            long from = database.runtime().monotonicNs();
            Map<String, Long> after = settled(level);
            assertThat(over(after, level))
                    .as(
                            "held above the level of live data %d ms after the last drop",
                            (database.runtime().monotonicNs() - from) / 1_000_000)
                    .isEmpty();
            assertThat(database.collection("live").count("")).isEqualTo(ROWS);
        }
    }

    @Test
    void theShippedSettingsGiveBackWithinAMinute() {
        // Method: the longest way of a file: dropped just after a sweep, seen without a name by the next, gone by the
        // one after its grace.
        GarbageSettings shipped = GarbageSettings.DEFAULT;
        assertThat(shipped.pause().multipliedBy(2).plus(shipped.retiredGrace())).isLessThan(Duration.ofMinutes(1));
    }

    private void create(String name) {
        database.createCollection(CollectionSpec.named(name)
                .longKey("id")
                .text("title", 100)
                .field("number", DataType.INT64)
                .vector("vector", DIM));
        CollectionHandle handle = database.collection(name);
        handle.createIndex("vector", "HNSW", Map.of("metric_type", "L2"));
        handle.createIndex("title", "INVERTED", Map.of());
        handle.load();
    }

    private void insert(String name, String partition, long firstKey) {
        long[] keys = new long[ROWS];
        String[] titles = new String[ROWS];
        float[] vectors = new float[ROWS * DIM];
        for (int i = 0; i < ROWS; i++) {
            keys[i] = firstKey + i;
            titles[i] = "title " + i % 100;
            for (int d = 0; d < DIM; d++) {
                vectors[i * DIM + d] = (i * 31 + d * 17) % 101;
            }
        }
        List<NamedColumn> columns = List.of(
                new NamedColumn("id", DataType.INT64, new Column.LongColumn(keys)),
                new NamedColumn("title", DataType.VARCHAR, new Column.StringColumn(titles)),
                new NamedColumn("number", DataType.INT64, new Column.LongColumn(keys)),
                new NamedColumn("vector", DataType.FLOAT_VECTOR, new Column.FloatVectorColumn(vectors, DIM)));
        database.requests().insert(new WriteRequest(new CollectionRef(name), partition, columns, ROWS));
    }

    /** Partitions of the live collection: one flushed and indexed, one flushed just now, one never flushed, one empty. */
    private void partitions(int cycle) {
        CollectionRef live = new CollectionRef("live");
        List<String> names = IntStream.range(0, 4).mapToObj(i -> "p" + i).toList();
        names.forEach(name -> database.requests().createPartition(live, name));
        database.requests().load(new LoadRequest(live, names, 1, List.of()));
        insert("live", "p0", 1_000_000L * (cycle + 1));
        database.collection("live").flush();
        assertThat(database.collection("live").search("vector", new float[DIM], 5, "number >= 1000000"))
                .hasSize(5);
        insert("live", "p1", 1_000_000L * (cycle + 1) + 10_000);
        insert("live", "p2", 1_000_000L * (cycle + 1) + 20_000);
        if (cycle % 2 == 0) {
            database.collection("live").flush();
        }
        database.requests().release(live, names);
        names.forEach(name -> database.requests().dropPartition(live, name));
    }

    /** A collection that is dropped while it is searched, built and compacted. */
    private void collection(String name, int cycle) {
        create(name);
        CollectionHandle handle = database.collection(name);
        for (int i = 0; i < 3; i++) {
            insert(name, "", i * (long) ROWS);
            handle.flush();
        }
        assertThat(handle.search("vector", new float[DIM], 3, "")).hasSize(3);
        database.requests().dropIndex(new CollectionRef(name), "title", "");
        handle.createIndex("title", cycle % 2 == 0 ? "TRIE" : "BITMAP", Map.of());
        handle.delete("id < 500");
        database.requests().compact(new CollectionRef(name));
        if (cycle % 2 == 0) {
            handle.release();
        }
        database.dropCollection(name);
    }

    /** Waits until nothing is above a level, or for a first level until nothing moves; returns what is held. */
    private Map<String, Long> settled(Map<String, Long> level) {
        long untilNs = database.runtime().monotonicNs() + WAIT_MAX.toNanos();
        Map<String, Long> before = Map.of();
        int unmoved = 0;
        while (database.runtime().monotonicNs() < untilNs) {
            database.runtime().sleep(Duration.ofMillis(500));
            Map<String, Long> now = Footprint.of(database, directory);
            unmoved = now.equals(before) ? unmoved + 1 : 0;
            before = now;
            boolean isThere = level.isEmpty()
                    ? unmoved >= 24 && isLoaded()
                    : over(now, level).isEmpty();
            if (isThere) {
                break;
            }
        }
        return before;
    }

    private boolean isLoaded() {
        try {
            return database.requests().loadStatus(new CollectionRef("live"), List.of()) instanceof LoadStatus.Loaded;
        } catch (DatabaseException notYet) {
            return false;
        }
    }

    private static List<String> over(Map<String, Long> held, Map<String, Long> level) {
        List<String> over = new ArrayList<>();
        held.forEach((name, value) -> {
            if (value > level.get(name)) {
                over.add(name + ": " + value + " instead of " + level.get(name));
            }
        });
        return over;
    }
}
