package io.windhover.embedded;

import io.windhover.index.scalar.ScalarIndexType;
import io.windhover.model.DatabaseException;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.schema.FieldTraits;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.CreateCollection;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.FieldSpec;
import io.windhover.proxy.request.NamedColumn;
import io.windhover.proxy.request.WriteRequest;
import io.windhover.segment.filter.ColumnBatches;
import io.windhover.segment.filter.RandomExprs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Two collections with the same rows, one with indexes that come and go, and what they must hold: which row of the batches
 * each key has. Every action is done to both.
 */
final class FilterTwins {
    static final String PLAIN = "plain";
    static final String INDEXED = "indexed";
    static final String VECTOR = "v";
    static final int DIM = 4;

    private static final List<String> BOTH = List.of(PLAIN, INDEXED);

    private final Windhover database;
    private final Random random;
    private final ColumnBatches batches;
    private final TreeMap<Long, Integer> rows = new TreeMap<>();
    private CollectionSchema schema;

    /** Creates both with the first schema, loaded. */
    FilterTwins(Windhover database, ColumnBatches batches, Random random, String vectorIndex) {
        this.database = database;
        this.batches = batches;
        this.random = random;
        this.schema = batches.first();
        List<FieldSpec> fields = new ArrayList<>();
        schema.fields().forEach(field -> fields.add(spec(field)));
        fields.add(new FieldSpec(VECTOR, DataType.FLOAT_VECTOR, FieldTraits.PLAIN, Map.of("dim", "" + DIM)));
        for (String name : BOTH) {
            database.requests()
                    .createCollection(new CreateCollection(
                            new CollectionRef(name), "", fields, false, 2, ConsistencyLevel.STRONG, Map.of(), 0));
            String type = name.equals(PLAIN) ? "FLAT" : vectorIndex;
            database.collection(name).createIndex(VECTOR, type, Map.of("metric_type", "L2"));
            database.collection(name).load();
        }
    }

    private static FieldSpec spec(FieldSchema field) {
        return new FieldSpec(
                field.name(),
                field.type(),
                field.elementType(),
                field.traits(),
                field.params(),
                field.defaultValue(),
                "");
    }

    /** Returns the row that each key has. */
    TreeMap<Long, Integer> rows() {
        return rows;
    }

    /** Adds the fields that come later. */
    void widen() {
        for (FieldSchema field : batches.whole().fields()) {
            if (schema.field(field.id()).isEmpty()) {
                BOTH.forEach(name -> database.requests().addField(new CollectionRef(name), spec(field)));
            }
        }
        schema = batches.whole();
    }

    /** Writes rows {@code from} to {@code to - 1} under their numbers. */
    void insert(int from, int to) {
        write(from, to, 0, false);
    }

    /** Gives keys the values of other rows. */
    void upsert(int from, int to, int keyShift) {
        write(from, to, keyShift, true);
    }

    private void write(int from, int to, int keyShift, boolean replace) {
        RowBatch batch = batches.batch(schema, from, to);
        List<NamedColumn> columns = new ArrayList<>();
        for (FieldColumn column : batch.columns()) {
            FieldSchema field = schema.field(column.field()).orElseThrow();
            if (!field.traits().primaryKey()) {
                columns.add(new NamedColumn(
                        field.name(), field.type(), field.elementType(), column.column(), column.nulls(), false));
            }
        }
        long[] keys = new long[to - from];
        Arrays.setAll(keys, i -> from + i + keyShift);
        columns.add(new NamedColumn("id", DataType.INT64, new Column.LongColumn(keys)));
        float[] vectors = new float[keys.length * DIM];
        for (int i = 0; i < keys.length; i++) {
            System.arraycopy(vector(from + i), 0, vectors, i * DIM, DIM);
        }
        columns.add(new NamedColumn(VECTOR, DataType.FLOAT_VECTOR, new Column.FloatVectorColumn(vectors, DIM)));
        for (String name : BOTH) {
            WriteRequest request = new WriteRequest(new CollectionRef(name), "", columns, keys.length);
            if (replace) {
                database.requests().upsert(request);
            } else {
                database.requests().insert(request);
            }
        }
        for (int i = 0; i < keys.length; i++) {
            rows.put(keys[i], from + i);
        }
    }

    /** Returns the vector of a row: on a grid, so that every distance is exact. */
    static float[] vector(int row) {
        return new float[] {row % 17, row % 5, row % 11, row % 7};
    }

    /** Deletes some keys. */
    void delete() {
        List<Long> some =
                rows.keySet().stream().filter(_ -> random.nextInt(8) == 0).toList();
        if (!some.isEmpty()) {
            BOTH.forEach(name -> database.collection(name).delete("id in " + some));
            some.forEach(rows::remove);
        }
    }

    /** Brings everything into files. */
    void flush() {
        BOTH.forEach(name -> database.collection(name).flush());
    }

    /** Merges all files and waits for it. */
    void compact() {
        for (String name : BOTH) {
            CompactionTicket ticket = database.requests().compact(new CollectionRef(name));
            await(() -> database.requests().compaction(ticket.job()).done());
        }
    }

    /** Makes both no longer searchable, and searchable again. */
    void reload() {
        for (String name : BOTH) {
            database.collection(name).release();
            database.collection(name).load();
        }
    }

    /** Gives a field of the indexed one an index, of another kind if it has one. */
    void reindex() {
        FieldSchema field = schema.fields().get(random.nextInt(schema.fields().size()));
        List<ScalarIndexType> fit = Arrays.stream(ScalarIndexType.values())
                .filter(kind -> isFit(kind, field))
                .toList();
        if (!fit.isEmpty()) {
            database.requests().dropIndex(new CollectionRef(INDEXED), field.name(), "");
            Map<String, String> params = field.type() == DataType.VARCHAR && random.nextBoolean()
                    ? Map.of("index_type", "NGRAM", "min_gram", "1", "max_gram", "2")
                    : Map.of("index_type", fit.get(random.nextInt(fit.size())).wireName());
            database.requests().createIndex(new CreateIndex(new CollectionRef(INDEXED), field.name(), "", params));
        }
    }

    /** Gives some paths of the indexed one's JSON field an index of any kind, instead of the one they may have. */
    void reindexPaths() {
        List<List<String>> paths = RandomExprs.paths();
        schema.fields().stream().filter(field -> field.type() == DataType.JSON).forEach(field -> {
            for (int i = 0; i < 5; i++) {
                List<String> path = paths.get(random.nextInt(paths.size()));
                String place = field.name()
                        + path.stream().map(step -> "['" + step + "']").collect(Collectors.joining());
                IndexedPath.Cast[] casts = IndexedPath.Cast.values();
                Map<String, String> params = Map.of(
                        "index_type",
                        "INVERTED",
                        IndexedPath.PATH,
                        place,
                        IndexedPath.CAST,
                        casts[random.nextInt(casts.length)].name());
                String name = "path_" + paths.indexOf(path);
                database.requests().dropIndex(new CollectionRef(INDEXED), field.name(), name);
                database.requests()
                        .createIndex(new CreateIndex(new CollectionRef(INDEXED), field.name(), name, params));
            }
        });
    }

    private static boolean isFit(ScalarIndexType kind, FieldSchema field) {
        try {
            kind.checkField(field.type(), field.elementType(), field.traits().primaryKey());
            return true;
        } catch (DatabaseException unfit) {
            return false;
        }
    }

    /** Drops the index of a field of the indexed one, if it has one. */
    void unindex() {
        FieldSchema field = schema.fields().get(random.nextInt(schema.fields().size()));
        database.requests().dropIndex(new CollectionRef(INDEXED), field.name(), "");
    }

    /** Waits until every file has its indexes. */
    void awaitIndexes() {
        await(() -> database.requests().describeIndexes(new CollectionRef(INDEXED), "", "").stream()
                .allMatch(index -> index.finished()));
    }

    private void await(BooleanSupplier done) {
        long from = database.runtime().monotonicNs();
        while (!done.getAsBoolean()) {
            if (database.runtime().monotonicNs() - from > Duration.ofMinutes(2).toNanos()) {
                throw new AssertionError("not done within two minutes");
            }
            database.runtime().sleep(Duration.ofMillis(5));
        }
    }

    /** Drops both. */
    void drop() {
        BOTH.forEach(database::dropCollection);
    }
}
