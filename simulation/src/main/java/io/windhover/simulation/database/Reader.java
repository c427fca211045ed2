package io.windhover.simulation.database;

import io.windhover.model.DatabaseException;
import io.windhover.model.Timestamp;
import io.windhover.model.row.Column;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.QueryResult;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.proxy.request.SearchOptions;
import io.windhover.proxy.request.SearchRequest;
import io.windhover.proxy.request.SearchResult;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.database.Expectation.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A client that reads and compares what it gets with what it may get. */
final class Reader {
    private static final Scope ALL = new Scope(Batch.KEY + " >= 0", row -> true);

    private final Stage stage;
    private final Team team;

    Reader(Stage stage, Team team) {
        this.stage = stage;
        this.team = team;
    }

    /** Reads until told to stop. */
    void run() {
        while (!stage.isStopping()) {
            team.current().ifPresent(this::step);
            stage.pause();
        }
    }

    private void step(CollectionModel model) {
        Scope filter = stage.chance().nextInt(3) == 0 ? ALL : someScope();
        List<PartitionModel> partitions = new ArrayList<>(model.partitions().values());
        Scope scope = stage.chance().nextInt(3) > 0
                ? filter
                : filter.in(partitions.get(stage.chance().nextInt(partitions.size())));
        Expectation expectation = Expectation.begin(stage, team, model);
        try {
            switch (stage.chance().nextInt(5)) {
                case 0, 1, 2 -> query(expectation, scope);
                case 3 -> count(expectation, scope);
                default -> search(expectation, scope);
            }
            if (expectation.isAboutOne()) {
                expectation.requireNotGone(scope);
            }
        } catch (DatabaseException failure) {
            if (expectation.undisturbed() && expectation.isStable(scope)) {
                stage.requireExcuse("read of " + team.ref().name(), failure);
            }
        }
    }

    private Scope someScope() {
        long number = stage.chance().nextInt(Row.TAGS);
        return switch (stage.chance().nextInt(5)) {
            case 0 -> new Scope(Batch.TAG + " == " + number, row -> row.tag() == number);
            case 1 ->
                new Scope(
                        Batch.TAG + " in [1, 3] and " + Batch.KEY + " % 2 == 0",
                        row -> (row.tag() == 1 || row.tag() == 3) && row.key() % 2 == 0);
            case 2 -> new Scope(Batch.TEXT + " like \"t1%\"", row -> row.text().startsWith("t1"));
            case 3 ->
                new Scope(
                        Batch.TEXT + " >= \"t2\" or " + Batch.TAG + " < " + number,
                        row -> row.text().compareTo("t2") >= 0 || row.tag() < number);
            default ->
                new Scope(
                        "not (" + Batch.TEXT + " == \"t" + number + "\")",
                        row -> !row.text().equals("t" + number));
        };
    }

    private QueryRequest request(Scope scope, List<String> fields) {
        return new QueryRequest(
                team.ref(),
                scope.partitionNames(),
                scope.text(),
                Map.of(),
                Optional.empty(),
                fields,
                -1,
                0,
                ReadConsistency.STRONG);
    }

    /** Reads all rows by key and version; a row whose values do not belong together is a failure. */
    Map<Long, Long> fetchAll(Timestamp[] servedAt) {
        Map<Long, Long> found = new TreeMap<>();
        stage.timed("query", () -> {
            QueryResult result = stage.requests().query(request(ALL, List.of("*")));
            found.putAll(rows(result));
            servedAt[0] = result.servedAt();
        });
        return found;
    }

    private void query(Expectation expectation, Scope scope) {
        stage.timed("query", () -> {
            QueryResult result = stage.requests().query(request(scope, List.of("*")));
            Map<Long, Long> found = rows(result);
            if (expectation.isAboutOne() && expectation.isStable(scope)) {
                expectation.checkRows(scope, result.servedAt().value(), found);
                stage.tally().add("rows_compared", found.size());
            }
        });
    }

    private void count(Expectation expectation, Scope scope) {
        stage.timed("count", () -> {
            QueryResult result = stage.requests().query(request(scope, List.of("count(*)")));
            if (expectation.isAboutOne() && expectation.isStable(scope)) {
                expectation.checkCount(
                        scope, result.servedAt().value(), result.count().orElseThrow());
            }
        });
    }

    private void search(Expectation expectation, Scope scope) {
        float[] query = new float[Row.DIM];
        for (int i = 0; i < query.length; i++) {
            query[i] = stage.chance().nextInt(64) / 16f;
        }
        int limit = 1 + stage.chance().nextInt(20);
        boolean exact = expectation.model().serving().vectorIndex().equals("FLAT");
        SearchRequest request = new SearchRequest(
                team.ref(),
                scope.partitionNames(),
                new Column.FloatVectorColumn(query, Row.DIM),
                SearchOptions.of(Batch.VECTOR, limit),
                scope.text().equals(ALL.text()) ? "" : scope.text(),
                Map.of(),
                List.of(Batch.VERSION),
                ReadConsistency.STRONG);
        stage.timed("search", () -> {
            SearchResult result = stage.requests().search(request);
            boolean sameIndex = expectation.undisturbed();
            if (expectation.isAboutOne() && expectation.isStable(scope)) {
                long[] keys = ((PrimaryKeys.LongKeys) result.keys()).values();
                Expectation.Nearest nearest = new Expectation.Nearest(
                        query,
                        limit,
                        exact && sameIndex,
                        scope.text().equals(ALL.text()) && sameIndex,
                        keys,
                        longs(result.columns(), Batch.VERSION),
                        result.scores());
                expectation.checkHits(scope, result.servedAt().value(), nearest);
                stage.tally().add("hits_compared", keys.length);
            }
        });
    }

    private static Map<Long, Long> rows(QueryResult result) {
        long[] keys = longs(result.columns(), Batch.KEY);
        long[] versions = longs(result.columns(), Batch.VERSION);
        int[] tags = ((Column.IntColumn) column(result.columns(), Batch.TAG)).values();
        String[] texts = ((Column.StringColumn) column(result.columns(), Batch.TEXT)).values();
        float[] vectors = ((Column.FloatVectorColumn) column(result.columns(), Batch.VECTOR)).values();
        Map<Long, Long> found = new TreeMap<>();
        for (int row = 0; row < keys.length; row++) {
            long key = keys[row];
            long version = versions[row];
            boolean whole = tags[row] == Row.tag(key, version) && texts[row].equals(Row.text(key, version));
            for (int i = 0; i < Row.DIM; i++) {
                whole &= vectors[row * Row.DIM + i] == Row.coordinate(key, version, i);
            }
            BrokenPromiseException.unless(whole, "the row of key %s, version %s is mixed up", key, version);
            BrokenPromiseException.unless(found.put(key, version) == null, "key %s was returned twice", key);
        }
        return found;
    }

    private static long[] longs(List<NamedColumn> columns, String name) {
        return ((Column.LongColumn) column(columns, name)).values();
    }

    private static Column column(List<NamedColumn> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BrokenPromiseException("no column " + name))
                .column();
    }
}
