package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.DatabaseException;
import io.windhover.model.expr.Expr;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.FieldSchema;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.segment.filter.ColumnBatches;
import io.windhover.segment.filter.FilterText;
import io.windhover.segment.filter.NaiveEvaluator;
import io.windhover.segment.filter.RandomExprs;
import io.windhover.segment.filter.TestColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an index never changes an answer of the whole database. Method: two collections get the same random rows of every
 * type, deletes, upserts, flushes, compactions and reloads; one of them gets and loses indexes of every kind in between.
 * After each step random filters, written as users write them, are asked of both and compared with what they mean row by
 * row; searches with these filters are compared with all distances computed here.
 *
 * <p>{@code -Dseed=…} replays a run; {@code -Drounds=…} multiplies it.
 */
class IndexTruthTest {
    private static final long SEED = Long.getLong("seed", 20261128L);
    private static final int ROUNDS = 2 * Integer.getInteger("rounds", 1);
    private static final int STEPS = 24;
    private static final int FILTERS = 12;
    private static final int ROWS = 600;
    private static final float RECALL_MIN = 0.9f;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private TestColumns columns;
    private FilterTwins twins;
    private int next;
    private int asked;
    private int refused;
    private long wanted;
    private long found;

    @Test
    void filtersAndSearchesAnswerTheSameWithAndWithoutIndexesInEveryState() {
        System.out.println("seed " + SEED);
        try (Windhover database = Windhover.open(directory, TestSettings.smallSegmentsIndexed())) {
            for (int round = 0; round < ROUNDS; round++) {
                play(database, round % 2 == 0 ? "HNSW" : "FLAT");
            }
        }
        assertThat(refused).as("filters that were refused, of %d", asked).isLessThan(asked / 4);
        assertThat((float) found / wanted).as("recall of filtered searches").isGreaterThan(RECALL_MIN);
    }

    private void play(Windhover database, String vectorIndex) {
        columns = new TestColumns(random, ROWS);
        int oldRows = ROWS / 4 + random.nextInt(ROWS / 4);
        ColumnBatches batches = new ColumnBatches(columns, oldRows, random);
        for (FieldSchema field : batches.whole().fields()) {
            // A value that is not given is the default, if there is one.
            field.defaultValue().ifPresent(value -> columns.fillNulls(field.id(), ColumnBatches.plain(value)));
        }
        twins = new FilterTwins(database, batches, random, vectorIndex);
        next = 0;
        boolean isWide = false;
        for (int step = 0; step < STEPS; step++) {
            if (!isWide && next >= oldRows) {
                twins.widen();
                isWide = true;
            }
            step(isWide ? ROWS : oldRows);
            RandomExprs exprs = new RandomExprs(random);
            for (int i = 0; isWide && i < FILTERS; i++) {
                Expr filter = switch (i % 4) {
                    case 0 -> exprs.fieldLeaf();
                    case 1 -> exprs.contains();
                    case 2 -> exprs.pathLeaf();
                    default -> exprs.expr(3);
                };
                check(database, filter, vectorIndex);
            }
        }
        twins.drop();
    }

    private void step(int rowsMax) {
        switch (random.nextInt(next < rowsMax ? 11 : 8)) {
            case 0 -> twins.flush();
            case 1 -> twins.compact();
            case 2 -> twins.reload();
            case 3, 4 -> {
                twins.reindex();
                twins.reindexPaths();
            }
            case 5 -> twins.unindex();
            case 6 -> twins.awaitIndexes();
            case 7 -> {
                twins.delete();
                if (next > 20) {
                    int from = random.nextInt(next - 20);
                    // Keys that are there or below: an insert of a key that is there would give it two rows.
                    twins.upsert(from, from + 20, -random.nextInt(40));
                }
            }
            default -> {
                int to = Math.min(rowsMax, next + 1 + random.nextInt(150));
                twins.insert(next, to);
                next = to;
            }
        }
    }

    private void check(Windhover database, Expr filter, String vectorIndex) {
        FilterText text = new FilterText(filter, random);
        TreeMap<Long, Integer> expected = new TreeMap<>(twins.rows());
        expected.values()
                .removeIf(row -> !new NaiveEvaluator(columns, row).truth(filter).orElse(false));
        asked++;
        try {
            for (String name : List.of(FilterTwins.PLAIN, FilterTwins.INDEXED)) {
                assertThat(keys(database, name, text))
                        .as("seed %d, %s, filter %s with %s", SEED, name, text.text(), text.templates())
                        .containsExactlyElementsOf(expected.keySet());
                search(database, name, text, expected, name.equals(FilterTwins.PLAIN) || vectorIndex.equals("FLAT"));
            }
        } catch (DatabaseException failure) {
            // Not everything that a segment could answer may be asked, such as the order of booleans.
            assertThat(failure).hasMessageStartingWith("cannot parse expression");
            refused++;
        }
    }

    private static List<Long> keys(Windhover database, String name, FilterText filter) {
        var result = database.requests()
                .query(new QueryRequest(
                        new CollectionRef(name),
                        List.of(),
                        filter.text(),
                        filter.templates(),
                        Optional.empty(),
                        List.of("id"),
                        ROWS * 2,
                        0,
                        ReadConsistency.STRONG));
        List<Long> keys = new ArrayList<>();
        for (int row = 0; row < result.rowCount(); row++) {
            keys.add((Long) ColumnRows.row(result.columns(), row).get("id"));
        }
        return keys;
    }

    /** Checks scores and allowed rows of a search, and that an exact one has the nearest. */
    private void search(
            Windhover database, String name, FilterText filter, TreeMap<Long, Integer> allowed, boolean isExact) {
        int limit = 1 + random.nextInt(20);
        float[] query = FilterTwins.vector(random.nextInt(ROWS));
        SearchResult result = database.requests()
                .search(new SearchRequest(
                        new CollectionRef(name),
                        List.of(),
                        new Column.FloatVectorColumn(query, FilterTwins.DIM),
                        SearchOptions.of(FilterTwins.VECTOR, limit),
                        filter.text(),
                        filter.templates(),
                        List.of(),
                        ReadConsistency.STRONG));
        long[] keys = ((PrimaryKeys.LongKeys) result.keys()).values();
        float[] nearest = nearest(query, allowed, limit);
        String what = "seed %d, search of %s, filter %s".formatted(SEED, name, filter.text());
        for (int i = 0; i < keys.length; i++) {
            assertThat(allowed).as(what).containsKey(keys[i]);
            assertThat(result.scores()[i]).as(what).isEqualTo(distance(query, allowed.get(keys[i])));
        }
        assertThat(Arrays.stream(keys).distinct().count()).as(what).isEqualTo(keys.length);
        if (isExact) {
            assertThat(result.scores()).as(what).isEqualTo(nearest);
        } else {
            wanted += nearest.length;
            for (int i = 0; i < Math.min(nearest.length, keys.length); i++) {
                found += result.scores()[i] <= nearest[i] ? 1 : 0;
            }
        }
    }

    private static float[] nearest(float[] query, TreeMap<Long, Integer> allowed, int limit) {
        double[] sorted = allowed.values().stream()
                .mapToDouble(row -> distance(query, row))
                .sorted()
                .limit(limit)
                .toArray();
        float[] nearest = new float[sorted.length];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = (float) sorted[i];
        }
        return nearest;
    }

    private static float distance(float[] query, int row) {
        float[] vector = FilterTwins.vector(row);
        float sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += (query[i] - vector[i]) * (query[i] - vector[i]);
        }
        return sum;
    }
}
