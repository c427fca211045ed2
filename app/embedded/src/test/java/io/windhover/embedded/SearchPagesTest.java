package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FunctionScore;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchPage;
import io.windhover.proxy.request.SearchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: pages of a search together are the search: no row twice, none lost, in order. Method: random rows, many of equal
 * scores, in two shards, in files and not, page by page until nothing comes; compared with the distances of all rows.
 */
class SearchPagesTest {
    private static final int DIM = 8;
    private static final int ROWS = 10_000;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private Windhover database;

    @BeforeEach
    void open() {
        System.out.println("SearchPagesTest -Dseed=" + seed);
        database = Windhover.open(directory);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CollectionHandle create(String indexType, String metric, int shards) {
        database.createCollection(
                CollectionSpec.named("docs").longKey("id").vector("v", DIM).shards(shards));
        CollectionHandle docs = database.collection("docs");
        docs.createIndex("v", indexType, Map.of("metric_type", metric));
        docs.load();
        return docs;
    }

    /** Vectors on a coarse grid, so that many have one score; half of them in files. */
    private Map<Long, float[]> insert(CollectionHandle docs, int steps) {
        Map<Long, float[]> all = new HashMap<>();
        for (int batch = 0; batch < 2; batch++) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int i = 0; i < ROWS / 2; i++) {
                float[] vector = new float[DIM];
                for (int d = 0; d < DIM; d++) {
                    vector[d] = random.nextInt(steps) + 1;
                }
                long id = all.size();
                all.put(id, vector);
                rows.add(Map.of("id", id, "v", vector));
            }
            docs.insert(rows);
            if (batch == 0) {
                docs.flush();
            }
        }
        return all;
    }

    private static SearchRequest request(Column query, int pageLength, OptionalDouble radius, OptionalDouble inner) {
        return new SearchRequest(
                new CollectionRef("docs"),
                List.of(),
                query,
                new SearchOptions(
                        "v",
                        pageLength,
                        0,
                        Optional.empty(),
                        radius,
                        inner,
                        Map.of(),
                        -1,
                        false,
                        Optional.empty(),
                        FunctionScore.NONE),
                "",
                Map.of(),
                List.of("id"),
                ReadConsistency.STRONG);
    }

    private static SearchRequest request(float[] query, int pageLength) {
        return request(
                new Column.FloatVectorColumn(query, DIM), pageLength, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Reads pages until one is empty; returns the keys in order, no key twice. */
    private List<Long> all(SearchRequest request, boolean smallerIsNearer) {
        List<Long> keys = new ArrayList<>();
        OptionalDouble after = OptionalDouble.empty();
        float before = smallerIsNearer ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        while (true) {
            SearchPage page = database.requests().searchPage(request, after);
            float[] scores = page.hits().scores();
            if (scores.length == 0) {
                assertThat(page.lastScore()).isEqualTo((float) after.orElse(0));
                return keys;
            }
            assertThat(smallerIsNearer ? scores[0] > before : scores[0] < before)
                    .as("the page begins behind %s: %s", before, scores[0])
                    .isTrue();
            assertThat(page.lastScore()).isEqualTo(scores[scores.length - 1]);
            for (long key : ((PrimaryKeys.LongKeys) page.hits().keys()).values()) {
                keys.add(key);
            }
            before = page.lastScore();
            after = OptionalDouble.of(before);
        }
    }

    private static double squared(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < DIM; d++) {
            sum += (a[d] - b[d]) * (double) (a[d] - b[d]);
        }
        return sum;
    }

    private static double inner(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < DIM; d++) {
            sum += a[d] * (double) b[d];
        }
        return sum;
    }

    @Test
    void pagesOfDistancesAreTheWholeSearch() {
        Map<Long, float[]> rows = insert(create("FLAT", "L2", 2), 4);
        float[] query = {1, 2, 3, 4, 4, 3, 2, 1};
        for (int length : new int[] {1, 7, 100, 5_000, 16_384}) {
            List<Long> keys = all(request(query, length), true);
            assertThat(keys).hasSize(ROWS).doesNotHaveDuplicates();
            assertThat(keys.stream().map(key -> squared(rows.get(key), query)).toList())
                    .isSorted();
        }
    }

    @Test
    void pagesOfProductsAreTheWholeSearch() {
        Map<Long, float[]> rows = insert(create("FLAT", "IP", 1), 3);
        float[] query = {1, 0, 1, 0, -1, 0, -1, 0};
        List<Long> keys = all(request(query, 50), false);
        assertThat(keys).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(keys.stream().map(key -> -inner(rows.get(key), query)).toList())
                .isSorted();
    }

    @Test
    void pagesStayWithinARangeThatWasAskedFor() {
        Map<Long, float[]> rows = insert(create("FLAT", "L2", 2), 4);
        float[] query = {2, 2, 2, 2, 2, 2, 2, 2};
        SearchRequest request =
                request(new Column.FloatVectorColumn(query, DIM), 20, OptionalDouble.of(9), OptionalDouble.of(3));
        long wanted = rows.values().stream()
                .mapToDouble(row -> squared(row, query))
                .filter(distance -> distance >= 3 && distance < 9)
                .count();
        assertThat(all(request, true))
                .hasSize((int) wanted)
                .allSatisfy(key -> assertThat(squared(rows.get(key), query)).isBetween(3.0, 8.0));
    }

    @Test
    void pagesThroughAGraphHaveNoRowTwiceAndMissFew() {
        CollectionHandle docs = create("HNSW", "COSINE", 1);
        insert(docs, 1_000_000);
        docs.flush();
        for (int i = 0; i < 3_000 && !isIndexed(); i++) {
            database.runtime().sleep(Duration.ofMillis(10));
        }
        assertThat(isIndexed()).isTrue();
        float[] query = {9, 8, 7, 6, 5, 4, 3, 2};
        assertThat(all(request(query, 100), false).size()).isBetween(ROWS * 99 / 100, ROWS);
    }

    private boolean isIndexed() {
        return database.requests().segments(new CollectionRef("docs")).stream()
                .allMatch(segment -> segment.sealed() && !segment.indexes().isEmpty());
    }

    @Test
    void rowsOfOneScoreAreOnOnePageHoweverMany() {
        CollectionHandle docs = create("FLAT", "L2", 1);
        insert(docs, 1);
        SearchPage page = database.requests().searchPage(request(new float[DIM], 10), OptionalDouble.empty());
        assertThat(page.hits().scores()).hasSize(ROWS);
        assertThat(database.requests()
                        .searchPage(request(new float[DIM], 10), OptionalDouble.of(page.lastScore()))
                        .hits()
                        .scores())
                .isEmpty();
    }

    @Test
    void pagesOfBitsAndOfSparseVectorsAreTheWholeSearch() {
        database.createCollection(CollectionSpec.named("docs")
                .longKey("id")
                .vector("v", DataType.BINARY_VECTOR, 64)
                .sparseVector("s"));
        CollectionHandle docs = database.collection("docs");
        docs.createIndex("v", "BIN_FLAT", Map.of("metric_type", "HAMMING"));
        docs.createIndex("s", "SPARSE_INVERTED_INDEX", Map.of("metric_type", "IP"));
        docs.load();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = 0; id < ROWS; id++) {
            byte[] bits = new byte[8];
            random.nextBytes(bits);
            rows.add(Map.of("id", id, "v", bits, "s", Map.of(1L, 1f + random.nextInt(50), 2L + id % 5, 1f)));
        }
        docs.insert(rows);
        docs.flush();
        SearchRequest bits = request(
                new Column.ByteVectorColumn(new byte[8], 8), 40, OptionalDouble.empty(), OptionalDouble.empty());
        assertThat(all(bits, true)).hasSize(ROWS).doesNotHaveDuplicates();
        SearchOptions options = SearchOptions.of("s", 40);
        SearchRequest sparse = new SearchRequest(
                new CollectionRef("docs"),
                List.of(),
                new Column.SparseVectorColumn(new int[] {0, 2}, new int[] {1, 3}, new float[] {1, 0.5f}),
                options,
                "",
                Map.of(),
                List.of(),
                ReadConsistency.STRONG);
        assertThat(all(sparse, false)).hasSize(ROWS).doesNotHaveDuplicates();
    }

    @Test
    void whatHasNoPagesIsRefused() {
        create("FLAT", "L2", 1);
        float[] two = new float[2 * DIM];
        assertThatThrownBy(() -> database.requests().searchPage(request(two, 10), OptionalDouble.empty()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("one query vector, but got 2");
    }
}
