package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.windhover.model.DatabaseException;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.DataType;
import io.windhover.model.search.Boosting.Mode;
import io.windhover.proxy.request.Boosts;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FunctionScore;
import io.windhover.proxy.request.HybridSearchRequest;
import io.windhover.proxy.request.Ranker;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: searches score and order their hits by functions as the formulas say. Method: rows of two shards whose distance
 * from the query is known, half of them in files.
 */
class FunctionScoreTest {
    private static final CollectionRef DOCS = new CollectionRef("docs");
    private static final int ROWS = 20;

    @TempDir
    private Path directory;

    private Windhover database;

    @BeforeEach
    void open() {
        database = Windhover.open(directory);
        database.createCollection(CollectionSpec.named("docs")
                .longKey("id")
                .field("year", DataType.INT32)
                .nullable("maybe", DataType.INT64)
                .text("kind", 10)
                .vector("v", 2)
                .vector("w", 2)
                .shards(2));
        CollectionHandle docs = database.collection("docs");
        docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        docs.createIndex("w", "FLAT", Map.of("metric_type", "IP"));
        docs.load();
        for (int from : new int[] {0, ROWS / 2}) {
            docs.insert(IntStream.range(from, from + ROWS / 2)
                    .mapToObj(FunctionScoreTest::row)
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

    /** Row i is at squared distance i * i from the origin, and has the product i with (1, 0). */
    private static Map<String, Object> row(int i) {
        return Map.of(
                "id",
                (long) i,
                "year",
                2000 + i,
                "kind",
                i % 5 == 0 ? "five" : "other",
                "v",
                new float[] {i, 0},
                "w",
                new float[] {i, 0});
    }

    private static SearchRequest request(String field, float[] query, long limit, long offset, FunctionScore score) {
        SearchOptions plain = SearchOptions.of(field, limit);
        return new SearchRequest(
                DOCS,
                List.of(),
                new Column.FloatVectorColumn(query, 2),
                new SearchOptions(
                        field,
                        limit,
                        offset,
                        plain.metric(),
                        plain.radius(),
                        plain.rangeFilter(),
                        plain.indexParams(),
                        plain.roundDecimal(),
                        plain.ignoreGrowing(),
                        plain.grouping(),
                        score),
                "",
                Map.of(),
                List.of("kind"),
                ReadConsistency.STRONG);
    }

    private SearchResult nearest(long limit, long offset, FunctionScore score) {
        return database.requests().search(request("v", new float[] {0, 0}, limit, offset, score));
    }

    private static FunctionScore ranked(Ranker ranker) {
        return new FunctionScore(Optional.empty(), Optional.of(ranker));
    }

    private static FunctionScore boosted(Mode combine, Mode apply, Boosts.Boost... boosts) {
        return new FunctionScore(Optional.of(new Boosts(List.of(boosts), combine, apply)), Optional.empty());
    }

    private static Boosts.Boost boost(String filter, double weight) {
        return new Boosts.Boost(filter, weight, Optional.empty());
    }

    private static Ranker.Decay decay(String field, double origin) {
        return new Ranker.Decay(field, Ranker.Curve.GAUSS, origin, 2, 0, 0.5, Ranker.Merge.MAX, false);
    }

    private static List<Long> keys(SearchResult result) {
        List<Long> keys = new ArrayList<>();
        for (long key : ((PrimaryKeys.LongKeys) result.keys()).values()) {
            keys.add(key);
        }
        return keys;
    }

    private static double similarity(int i) {
        return 1 - 2 * Math.atan((double) i * i) / Math.PI;
    }

    private static double gauss(int i, double origin) {
        double distance = (2000 + i - origin) / 2;
        return Math.pow(0.5, distance * distance);
    }

    @Test
    void decayOrdersByScoreTimesFactorWithinTheCandidates() {
        SearchResult result = nearest(6, 0, ranked(decay("year", 2003)));
        List<Integer> expected = IntStream.range(0, 6)
                .boxed()
                .sorted((a, b) -> Double.compare(similarity(b) * gauss(b, 2003), similarity(a) * gauss(a, 2003)))
                .toList();
        assertThat(keys(result))
                .containsExactlyElementsOf(
                        expected.stream().map(Integer::longValue).toList());
        for (int i = 0; i < result.scores().length; i++) {
            int id = expected.get(i);
            assertThat(result.scores()[i]).isCloseTo((float) (similarity(id) * gauss(id, 2003)), within(1e-6f));
        }
        assertThat(result.columns()).extracting(c -> c.name()).containsExactly("kind");
    }

    @Test
    void offsetIsTakenFromTheRankedHits() {
        FunctionScore score = ranked(decay("year", 2003));
        assertThat(keys(nearest(3, 3, score)))
                .isEqualTo(keys(nearest(6, 0, score)).subList(3, 6));
    }

    @Test
    void decayRefusesFieldsWithoutNumbers() {
        Map<String, String> texts = Map.of(
                "none", "Function input field not found: none",
                "maybe", "Function input field cannot be nullable: field maybe",
                "kind", "Decay rerank: unsupported input field type:VarChar, only support numberic field");
        texts.forEach((field, text) -> assertThatThrownBy(() -> nearest(3, 0, ranked(decay(field, 1))))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(text));
        Ranker flat = new Ranker.Decay("year", Ranker.Curve.EXP, 1, 0, 0, 0.5, Ranker.Merge.MAX, false);
        assertThatThrownBy(() -> nearest(3, 0, ranked(flat))).hasMessageContaining("scale must > 0, but got 0.0");
    }

    @Test
    void boostChangesTheScoresOfMatchingHits() {
        SearchResult result = nearest(20, 0, boosted(Mode.MULTIPLY, Mode.MULTIPLY, boost("kind == 'five'", 0.01)));
        assertThat(keys(result).subList(0, 5)).containsExactly(0L, 5L, 1L, 10L, 15L);
        assertThat(result.scores()[1]).isCloseTo(0.25f, within(1e-6f));
        assertThat(result.scores()[2]).isEqualTo(1f);
    }

    @Test
    void severalBoostsAreCombinedBeforeTheyAreApplied() {
        Boosts.Boost five = boost("kind == 'five'", 3);
        Boosts.Boost late = boost("year > {year}", 4);
        for (Mode combine : Mode.values()) {
            for (Mode apply : Mode.values()) {
                SearchRequest request = request("w", new float[] {1, 0}, 20, 0, boosted(combine, apply, five, late));
                SearchResult result = database.requests()
                        .search(new SearchRequest(
                                request.collection(),
                                request.partitions(),
                                request.input(),
                                request.options(),
                                "",
                                Map.of("year", new io.windhover.model.row.Value.LongValue(2009)),
                                List.of(),
                                request.consistency()));
                List<Long> keys = keys(result);
                assertThat((double) result.scores()[keys.indexOf(15L)])
                        .as("%s %s", combine, apply)
                        .isCloseTo(apply.of(15, combine.of(3, 4)), within(1e-4));
                assertThat((double) result.scores()[keys.indexOf(5L)]).isCloseTo(apply.of(5, 3), within(1e-4));
                assertThat(result.scores()[keys.indexOf(7L)]).isEqualTo(7f);
            }
        }
    }

    @Test
    void randomScoresAreTheSameForTheSameSeed() {
        Boosts.RandomScore random = new Boosts.RandomScore(OptionalLong.of(126), "id");
        FunctionScore score = boosted(Mode.MULTIPLY, Mode.SUM, new Boosts.Boost("", 1000, Optional.of(random)));
        SearchResult first = nearest(20, 0, score);
        assertThat(keys(nearest(20, 0, score))).isEqualTo(keys(first));
        assertThat(keys(first)).isNotEqualTo(keys(nearest(20, 0, FunctionScore.NONE)));
        for (int i = 0; i < first.scores().length; i++) {
            long id = keys(first).get(i);
            assertThat(first.scores()[i] - id * id).isBetween(0f, 1000f);
        }
        Boosts.RandomScore texts = new Boosts.RandomScore(OptionalLong.empty(), "kind");
        assertThatThrownBy(() ->
                        nearest(3, 0, boosted(Mode.SUM, Mode.SUM, new Boosts.Boost("", 1, Optional.of(texts)))))
                .hasMessageContaining("only support int64 field as random seed, but got VarChar");
    }

    @Test
    void hybridSearchDecaysTheBestScoreOfAHit() {
        SearchRequest near = request("v", new float[] {0, 0}, 20, 0, FunctionScore.NONE);
        SearchRequest large = request("w", new float[] {1, 0}, 20, 0, FunctionScore.NONE);
        SearchResult result = database.requests()
                .hybridSearch(new HybridSearchRequest(
                        DOCS,
                        List.of(),
                        List.of(near, large),
                        decay("year", 2007),
                        Optional.empty(),
                        4,
                        0,
                        -1,
                        List.of("year"),
                        ReadConsistency.STRONG));
        List<Long> expected = IntStream.range(0, ROWS)
                .boxed()
                .sorted((a, b) -> Double.compare(best(b), best(a)))
                .limit(4)
                .map(Integer::longValue)
                .toList();
        assertThat(keys(result)).isEqualTo(expected);
        assertThat((double) result.scores()[0])
                .isCloseTo(best(expected.getFirst().intValue()), within(1e-5));
    }

    private static double best(int i) {
        return Math.max(similarity(i), i) * gauss(i, 2007);
    }
}
