package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FunctionScore;
import io.windhover.proxy.request.HybridSearchRequest;
import io.windhover.proxy.request.Ranker;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchOptions.GroupBy;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: hits of all shards are grouped as hits of one. Method: rows of three shards, half of them in files; row i has the
 * products i with one field and 100 - i with the other, and is of group i % 7, or of none.
 */
class GroupedHitsTest {
    private static final CollectionRef DOCS = new CollectionRef("docs");
    private static final int ROWS = 60;

    @TempDir
    private Path directory;

    private Windhover database;

    @BeforeEach
    void open() {
        database = Windhover.open(directory);
        database.createCollection(CollectionSpec.named("docs")
                .longKey("id")
                .nullable("kind", DataType.INT8)
                .vector("up", 2)
                .vector("down", 2)
                .shards(3));
        CollectionHandle docs = database.collection("docs");
        docs.createIndex("up", "FLAT", Map.of("metric_type", "IP"));
        docs.createIndex("down", "FLAT", Map.of("metric_type", "IP"));
        docs.load();
        for (int from : new int[] {0, ROWS / 2}) {
            docs.insert(IntStream.range(from, from + ROWS / 2)
                    .mapToObj(GroupedHitsTest::row)
                    .toList());
            if (from == 0) {
                docs.flush();
            }
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Map<String, Object> row(int i) {
        Map<String, Object> row = new HashMap<>();
        row.put("id", (long) i);
        row.put("kind", i % 7 == 6 ? null : i % 7);
        row.put("up", new float[] {i, 0});
        row.put("down", new float[] {100 - i, 0});
        return row;
    }

    private static SearchRequest request(String field, long limit, long offset, Optional<GroupBy> grouping) {
        return new SearchRequest(
                DOCS,
                List.of(),
                new Column.FloatVectorColumn(new float[] {1, 0}, 2),
                new SearchOptions(
                        field,
                        limit,
                        offset,
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Map.of(),
                        -1,
                        false,
                        grouping,
                        FunctionScore.NONE),
                "",
                Map.of(),
                List.of("kind"),
                ReadConsistency.STRONG);
    }

    private static long[] keys(SearchResult result) {
        return ((PrimaryKeys.LongKeys) result.keys()).values();
    }

    private SearchResult hybrid(Ranker ranker, GroupBy by, Ranker.Merge score, long limit, long offset) {
        return database.requests()
                .hybridSearch(new HybridSearchRequest(
                        DOCS,
                        List.of(),
                        List.of(request("up", 10, 0, Optional.empty()), request("down", 10, 0, Optional.empty())),
                        ranker,
                        Optional.of(new HybridSearchRequest.Grouping(by, score)),
                        limit,
                        offset,
                        -1,
                        List.of("kind"),
                        ReadConsistency.STRONG));
    }

    private static Ranker weighted(double up, double down) {
        return new Ranker.Weighted(List.of(up, down), false);
    }

    @Test
    void groupsOfASearchComeOneAfterTheOtherBestFirst() {
        SearchResult result =
                database.requests().search(request("up", 7, 0, Optional.of(new GroupBy("kind", 2, false))));
        assertThat(keys(result)).containsExactly(59, 52, 58, 51, 57, 50, 56, 49, 55, 48, 54, 47, 53, 46);
        assertThat(result.groupBy()).isPresent();
    }

    @Test
    void offsetLeavesOutGroups() {
        SearchResult result =
                database.requests().search(request("up", 3, 4, Optional.of(new GroupBy("kind", 2, false))));
        assertThat(keys(result)).containsExactly(55, 48, 54, 47, 53, 46);
    }

    @Test
    void rankedHitsAreGroupedByTheFieldOfTheWholeRequest() {
        SearchResult result = hybrid(weighted(1, 0.1), new GroupBy("kind", 2, false), Ranker.Merge.MAX, 3, 0);
        assertThat(Arrays.copyOf(keys(result), 4)).containsExactly(59, 52, 58, 51);
        assertThat(result.scores()[0]).isEqualTo(59f);
        assertThat(result.hitCounts()).containsExactly(6);
        assertThat(keys(hybrid(weighted(1, 0.1), new GroupBy("kind", 2, false), Ranker.Merge.MAX, 2, 1)))
                .isEqualTo(Arrays.copyOfRange(keys(result), 2, 6));
    }

    @Test
    void strictGroupsAreWholeOrLeftOut() {
        SearchResult whole = hybrid(weighted(1, 1), new GroupBy("kind", 4, true), Ranker.Merge.SUM, 10, 0);
        assertThat(whole.hitCounts()[0] % 4).isZero();
        assertThat(whole.hitCounts()[0]).isPositive();
    }

    @Test
    void groupsAreOrderedByTheirScore() {
        SearchResult sum = hybrid(weighted(1, 1), new GroupBy("kind", 2, false), Ranker.Merge.SUM, 7, 0);
        double before = Double.POSITIVE_INFINITY;
        for (int i = 0; i + 1 < sum.scores().length; i += 2) {
            double score = sum.scores()[i] + sum.scores()[i + 1];
            assertThat(score).isLessThanOrEqualTo(before);
            before = score;
        }
    }
}
