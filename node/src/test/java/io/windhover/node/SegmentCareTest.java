package io.windhover.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.FieldId;
import io.windhover.model.JobId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.role.Command;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.node.data.DataSettings;
import io.windhover.segment.file.SegmentStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentCareTest {
    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = new TestDatabase(folder, NodeSettings.STANDARD);
    }

    @AfterEach
    void close() {
        database.close();
        assertThat(database.failures()).isEmpty();
    }

    private List<SegmentEntry> segments(String name) {
        return database.collection(name).storage().segments().values().toList();
    }

    // Goal: each segment of enough rows gets its index file, and answers stay right. Method: 5000 rows, flush, wait.
    @Test
    void everyLargeSegmentGetsItsIndex() {
        database.createLoaded("docs", "HNSW");
        long[] keys = LongStream.range(0, 5000).toArray();
        database.insert("docs", keys, keys);
        database.flush("docs");
        database.await(
                "index file",
                () -> segments("docs").stream()
                        .allMatch(segment -> segment.indexes().size() == 1));
        Collection docs = database.collection("docs");
        database.await(
                "index in use",
                () -> database.query().loadedSegments(docs.id()).stream()
                        .allMatch(segment -> segment.indexes().size() == 1));
        assertThat(database.search("docs", 1000.1f, 3)).containsExactly(1000, 1001, 999);
        database.delete("docs", 1000);
        assertThat(database.search("docs", 1000.1f, 2)).containsExactly(1001, 999);
        database.submit(new Command.Release("", "docs", List.of()));
        database.submit(new Command.DropIndex("", "docs", "vec", ""));
        Map<String, String> params = Map.of("metric_type", "L2", "M", "16", "efConstruction", "64");
        database.submit(new Command.CreateIndex("", "docs", "vec", "", "HNSW", params, params));
        database.submit(new Command.Load("", "docs", List.of(), 1, List.of()));
        assertThat(database.search("docs", 1000.1f, 2)).containsExactly(1001, 999);
        database.await(
                "index file",
                () -> segments("docs").stream()
                        .allMatch(segment -> segment.indexes().size() == 1));
        assertThat(database.search("docs", 1000.1f, 2)).containsExactly(1001, 999);
    }

    // Goal: what is as fast to scan costs no build, whatever was asked for. Method: rows that fit, and wait for none.
    @Test
    void aSegmentThatIsAsFastToScanGetsNoIndexAndLacksNone() {
        database.createLoaded("docs", "HNSW");
        long[] keys = LongStream.range(0, 3000).toArray();
        database.insert("docs", keys, keys);
        database.flush("docs");
        assertThat(segments("docs")).singleElement().matches(SegmentEntry::indexlessRows);
        assertThat(database.search("docs", 1000.1f, 3)).containsExactly(1000, 1001, 999);
    }

    @Test
    void whatIsAsFastToScanIsSaidByRowsAndBytes() {
        DataSettings.Indexless limits = new DataSettings.Indexless(1000, 4000, 1 << 20);
        assertThat(limits.has(stats(999, 9 << 20))).isTrue();
        assertThat(limits.has(stats(1000, 1 << 20))).isFalse();
        assertThat(limits.has(stats(3999, (1 << 20) - 1))).isTrue();
        assertThat(limits.has(stats(4000, 1))).isFalse();
    }

    private static SegmentStats stats(long rows, long bytes) {
        return new SegmentStats(rows, Timestamp.ZERO, Timestamp.ZERO, bytes);
    }

    // Goal: builds wait for each other's memory, one that never fits is built all the same. Method: memory for two
    // of six builds, then for none; the memory in use is looked at all the time.
    @ParameterizedTest
    @ValueSource(longs = {1_500_000, 1})
    void buildsWaitForTheirMemory(long buildBytesMax) {
        close();
        database = new TestDatabase(
                folder,
                new NodeSettings(
                        NodeSettings.STANDARD
                                .data()
                                .withBuildBytesMax(buildBytesMax)
                                .with(new DataSettings.Indexless(1, 1, 1)),
                        NodeSettings.STANDARD.query()));
        // A collection each, so that none are merged.
        List<String> names = List.of("a", "b", "c");
        long[] keys = LongStream.range(0, 2000).toArray();
        Map<String, String> params = Map.of("metric_type", "L2", "M", "16", "efConstruction", "64");
        for (String name : names) {
            database.create(name, "FLAT");
            database.insert(name, keys, keys);
            database.flush(name);
            database.submit(new Command.DropIndex("", name, "vec", ""));
            database.submit(new Command.CreateIndex("", name, "vec", "", "HNSW", params, params));
            database.submit(new Command.CreateIndex("", name, "value", "", "STL_SORT", Map.of(), Map.of()));
        }
        AtomicLong most = new AtomicLong();
        long oneBuild = 2000L * 560;
        database.await("all indexes", () -> {
            most.accumulateAndGet(database.node().dataTotals().indexBuildBytes(), Math::max);
            return names.stream()
                    .flatMap(name -> segments(name).stream())
                    .allMatch(segment -> segment.indexes().size() == 2);
        });
        assertThat(most.get()).isPositive().isLessThanOrEqualTo(Math.max(buildBytesMax, oneBuild));
    }

    // Goal: a field added after the rows can be indexed in the segments before it. Method: add a field and an index.
    @Test
    void aFieldAddedLaterGetsItsIndexOnOldSegments() {
        database.createLoaded("docs", "HNSW");
        long[] keys = LongStream.range(0, 5000).toArray();
        database.insert("docs", keys, keys);
        database.flush("docs");
        database.submit(new Command.AddField(
                "", "docs", new FieldSchema(new FieldId(0), "extra", DataType.INT64, FieldTraits.NULLABLE, Map.of())));
        database.submit(new Command.CreateIndex("", "docs", "extra", "", "STL_SORT", Map.of(), Map.of()));
        database.await(
                "both indexes",
                () -> segments("docs").stream()
                        .allMatch(segment -> segment.indexes().size() == 2));
        assertThat(database.node().careFailures()).isEmpty();
        assertThat(database.count("docs")).isEqualTo(5000);
    }

    // Goal: many small segments become one, deletes are applied and go. Method: five flushes with deletes, then a
    // request.
    @Test
    void smallSegmentsAreMergedAndDeletesGo() {
        database.createLoaded("docs", "HNSW");
        for (int i = 0; i < 5; i++) {
            long[] keys = LongStream.range(i * 100L, i * 100L + 100).toArray();
            database.insert("docs", keys, keys);
            database.delete("docs", i * 100L, 50);
            database.flush("docs");
        }
        List<long[]> before = database.rows("docs");
        // Four of them are merged unasked; what had begun before a request is none of its rewritings.
        database.await(
                "what is done unasked", () -> database.node().dataBacklog().compactions() == 0);
        List<SegmentId> inputs = segments("docs").stream().map(SegmentEntry::id).toList();
        assertThat(inputs.size()).isGreaterThan(1);
        CompactionTicket ticket =
                database.data().compact(database.collection("docs").id());
        assertThat(ticket.plans()).isEqualTo(1);
        database.await("compaction", () -> progress(ticket).done());
        assertThat(segments("docs")).hasSize(1);
        assertThat(progress(ticket).failures()).isZero();
        assertThat(progress(ticket).rewritings().getLast().output())
                .contains(segments("docs").getFirst().id());
        assertThat(progress(ticket).rewritings().stream().flatMap(r -> r.inputs().stream()))
                .containsAll(inputs);
        database.await(
                "no deletes left",
                () -> database.collection("docs").storage().deltas().isEmpty());
        assertThat(segments("docs").getFirst().rowCount()).isEqualTo(494);
        assertThat(before).hasSize(494);
        assertThat(database.rows("docs")).usingRecursiveComparison().isEqualTo(before);
        database.await(
                "new view",
                () -> database.query()
                                .loadedSegments(database.collection("docs").id())
                                .size()
                        == 1);
        assertThat(database.rows("docs")).usingRecursiveComparison().isEqualTo(before);
    }

    // Goal: what was asked for ends, whatever becomes of the collection. Method: ask for one that has nothing to do,
    // for
    // one that is dropped, and for a number that nobody was given.
    @Test
    void aRequestedCompactionEndsThoughThereIsNothingToDo() {
        database.createLoaded("docs", "HNSW");
        database.createLoaded("other", "HNSW");
        CompactionTicket idle =
                database.data().compact(database.collection("docs").id());
        assertThat(idle.plans()).isZero();
        database.await("idle compaction", () -> progress(idle).done());
        assertThat(progress(idle).rewritings()).isEmpty();
        CollectionId other = database.collection("other").id();
        database.submit(new Command.DropCollection("", "other"));
        CompactionTicket dropped = database.data().compact(other);
        database.await(
                "compaction of a dropped collection", () -> progress(dropped).done());
        assertThat(database.data().compaction(new JobId(Long.MAX_VALUE))).isEmpty();
    }

    // Goal: a segment that cannot be read does not hang a compaction, and is told. Method: damage one of three files.
    @Test
    void aCompactionOfADamagedFileEndsAsFailed() throws Exception {
        database.createLoaded("docs", "HNSW");
        for (long key = 0; key < 3; key++) {
            database.insert("docs", new long[] {key}, new long[] {key});
            database.flush("docs");
        }
        String name = segments("docs").getFirst().data().name();
        close();
        Files.write(fileOf(name), new byte[64], StandardOpenOption.WRITE);
        open();
        CompactionTicket ticket =
                database.data().compact(database.collection("docs").id());
        database.await("compaction", () -> progress(ticket).done());
        assertThat(progress(ticket).failures()).isPositive();
        assertThat(database.node().careFailures()).anyMatch(failure -> failure.contains("cannot be rewritten"));
        assertThat(segments("docs")).hasSize(3);
    }

    private CompactionProgress progress(CompactionTicket ticket) {
        return database.data().compaction(ticket.job()).orElseThrow();
    }

    private Path fileOf(String name) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    // Goal: what could not be built is built when its reason is gone, without a restart or a change of the catalog.
    // Method: damage a segment's file, ask for an index, then put the right bytes back.
    @Test
    void anIndexThatCouldNotBeBuiltIsTriedAgain() throws Exception {
        database.create("docs", "HNSW");
        database.submit(new Command.DropIndex("", "docs", "vec", ""));
        long[] keys = LongStream.range(0, 5000).toArray();
        database.insert("docs", keys, keys);
        database.flush("docs");
        String name = segments("docs").getFirst().data().name();
        close();
        byte[] whole = Files.readAllBytes(fileOf(name));
        Files.write(fileOf(name), new byte[64], StandardOpenOption.WRITE);
        open();
        Map<String, String> params = Map.of("metric_type", "L2", "M", "16", "efConstruction", "64");
        database.submit(new Command.CreateIndex("", "docs", "vec", "", "HNSW", params, params));
        database.await(
                "failure",
                () -> database.node().careFailures().stream().anyMatch(failure -> failure.startsWith("index ")));
        Files.write(fileOf(name), whole);
        database.await("index", () -> segments("docs").getFirst().indexes().size() == 1);
        database.await("no failure", () -> database.node().careFailures().isEmpty());
    }

    // Goal: damage is an error that names the file, never a partial answer; other collections go on.
    @Test
    void aDamagedFileIsNamedAndStopsOnlyItsCollection() throws Exception {
        database.createLoaded("docs", "HNSW");
        database.createLoaded("other", "HNSW");
        database.insert("docs", new long[] {1, 2}, new long[] {10, 20});
        database.insert("other", new long[] {1}, new long[] {10});
        database.flush("docs");
        database.flush("other");
        String name = segments("docs").getFirst().data().name();
        close();
        Files.write(fileOf(name), new byte[64], StandardOpenOption.WRITE);
        open();
        assertThat(database.search("other", 10, 1)).containsExactly(1);
        assertThatThrownBy(() -> database.search("docs", 10, 1)).isInstanceOfSatisfying(DatabaseException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.DATA_INTEGRITY);
            assertThat(e.getMessage()).contains(name);
        });
    }
}
