package io.windhover.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.index.Parallel;
import io.windhover.index.graph.VectorIndexes;
import io.windhover.model.CollectionId;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.Boosting;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.file.IndexFiles;
import io.windhover.segment.file.OpenIndex;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.fixture.Cells;
import io.windhover.segment.fixture.MemoryObjects;
import io.windhover.segment.fixture.RandomRows;
import io.windhover.segment.fixture.Schemas;
import io.windhover.segment.fixture.SealedFixture;
import io.windhover.segment.growing.GrowingSegment;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.search.SegmentReads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: an index changes no answer. Method: the same random searches with and without it. */
class IndexedSearchTest {
    private static final int ROWS = 3000;
    private static final int FILE_HEADER_BYTES_MAX = 64;
    private static final Timestamp NOW = new Timestamp(100);
    private static final long FILE_FRAME_BYTES = 2_000;
    private final CollectionSchema schema = Schemas.everyType(DataType.INT64);
    private final SplittableRandom random = new SplittableRandom(20);
    private final RandomRows rows = new RandomRows(random);
    private final MemoryObjects objects = SealedFixture.written(schema, ROWS, random);
    private final SealedSegment segment = SealedFixture.open(objects, schema);
    private final SegmentDeletes deletes = SegmentDeletes.none(ROWS).with(segment.view(), someDeletes());

    private static DeleteSet someDeletes() {
        long[] keys = new long[300];
        long[] times = new long[300];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = 5L * i;
            times[i] = 50;
        }
        return new DeleteSet(new PrimaryKeys.LongKeys(keys), times, new long[300]);
    }

    @AfterEach
    void everythingIsGivenBack() {
        segment.release();
        assertThat(objects.mapped()).isZero();
    }

    private FieldSchema field(DataType type) {
        return schema.fields().stream()
                .filter(f -> f.type() == type && f.traits().nullable())
                .findFirst()
                .orElseThrow();
    }

    private OpenIndex index(FieldSchema field, String type, Map<String, String> params) {
        IndexDefinition definition =
                new IndexDefinition(new IndexId(9), field.id(), "x", type, params, Map.of(), Timestamp.ZERO);
        try (ObjectWriter writer = objects.create("one.idx")) {
            long bytes = IndexFiles.write(definition, segment, schema, VectorIndexes.Work.here(), writer);
            assertThat(IndexFiles.buildBytes(definition, schema, ROWS, segment.bytes()))
                    .isGreaterThan(bytes - FILE_FRAME_BYTES);
            writer.commit();
        }
        return IndexFiles.open("one.idx", definition, objects.map("one.idx"), segment, schema);
    }

    private static SearchParams params(int topK, String metric) {
        return new SearchParams(
                topK, metric, OptionalDouble.empty(), OptionalDouble.empty(), Map.of(), false, Optional.empty());
    }

    private ShardHits search(SegmentView view, FieldSchema field, Column queries, SearchParams params) {
        return search(view, field, queries, params, Optional.empty());
    }

    private ShardHits search(
            SegmentView view, FieldSchema field, Column queries, SearchParams params, Optional<Expr> filter) {
        SearchPlan plan = new SearchPlan(
                new CollectionId(1),
                List.of(view.partition()),
                field.id(),
                queries,
                params,
                filter,
                List.of(field.id()),
                Timestamp.ZERO);
        return SegmentReads.search(List.of(view), schema, plan, NOW, Parallel.sequential());
    }

    private Column queries(FieldSchema field) {
        CollectionSchema one = new CollectionSchema("", List.of(schema.primaryKey(), field), 0);
        RowBatch batch = rows.rows(one, rows.keys(DataType.INT64, 5, 1000));
        return batch.column(field.id()).orElseThrow().column();
    }

    private static List<Object> keys(ShardHits hits) {
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < hits.keys().count(); i++) {
            keys.add(hits.keys().at(i));
        }
        return keys;
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT_VECTOR,FLAT,L2",
        "FLOAT_VECTOR,FLAT,IP",
        "FLOAT_VECTOR,FLAT,COSINE",
        "FLOAT_VECTOR,HNSW,L2",
        "FLOAT_VECTOR,HNSW,IP",
        "FLOAT_VECTOR,HNSW,COSINE",
        "FLOAT16_VECTOR,FLAT,L2",
        "FLOAT16_VECTOR,FLAT,IP",
        "FLOAT16_VECTOR,FLAT,COSINE",
        "FLOAT16_VECTOR,HNSW,L2",
        "BFLOAT16_VECTOR,FLAT,L2",
        "BFLOAT16_VECTOR,FLAT,IP",
        "BFLOAT16_VECTOR,FLAT,COSINE",
        "BFLOAT16_VECTOR,HNSW,L2",
        "INT8_VECTOR,FLAT,L2",
        "INT8_VECTOR,FLAT,IP",
        "INT8_VECTOR,FLAT,COSINE",
        "INT8_VECTOR,HNSW,L2",
        "INT8_VECTOR,HNSW,IP",
        "INT8_VECTOR,HNSW,COSINE",
        "BINARY_VECTOR,BIN_FLAT,HAMMING",
        "BINARY_VECTOR,BIN_FLAT,JACCARD",
        "SPARSE_FLOAT_VECTOR,SPARSE_INVERTED_INDEX,IP"
    })
    void indexedSearchFindsWhatAScanFinds(DataType type, String indexType, String metric) {
        FieldSchema field = field(type);
        OpenIndex index = index(field, indexType, Map.of("metric_type", metric, "M", "16", "efConstruction", "100"));
        Column queries = queries(field);
        ShardHits scanned = search(segment.view(deletes), field, queries, params(20, metric));
        ShardHits indexed = search(segment.view(deletes, List.of(index)), field, queries, params(20, metric));
        assertThat(indexed.hitCounts()).isEqualTo(scanned.hitCounts());
        assertThat(indexed.rows().columns().getFirst().nulls()).isEmpty();
        if (indexType.equals("HNSW")) {
            Set<Object> common = new HashSet<>(keys(scanned));
            common.retainAll(new HashSet<>(keys(indexed)));
            assertThat(common.size()).isGreaterThan((int) (0.9 * new HashSet<>(keys(scanned)).size()));
        } else {
            assertThat(keys(indexed)).isEqualTo(keys(scanned));
            assertThat(indexed.scores()).isEqualTo(scanned.scores());
        }
        checkFiltered(field, index, queries, metric, !indexType.equals("HNSW"));
        index.release();
    }

    /** Filters from one that nearly all rows pass, over ones that nulls fail, to one that very few pass. */
    private void checkFiltered(FieldSchema field, OpenIndex index, Column queries, String metric, boolean isExact) {
        Operand number = new Operand.Field(Schemas.NUMBER, DataType.INT32);
        Operand key = new Operand.Field(Schemas.KEY, DataType.INT64);
        List<Expr> filters = List.of(
                new Expr.Not(new Expr.IsNull((Operand.Field) number)),
                new Expr.Compare(number, Comparison.GT, new Value.LongValue(0)),
                new Expr.Compare(number, Comparison.EQ, new Value.LongValue(3)),
                new Expr.Compare(key, Comparison.LT, new Value.LongValue(40)));
        for (Expr filter : filters) {
            ShardHits all = search(segment.view(deletes), field, queries, params(ROWS, metric), Optional.of(filter));
            ShardHits found = search(
                    segment.view(deletes, List.of(index)), field, queries, params(20, metric), Optional.of(filter));
            int allFrom = 0;
            int foundFrom = 0;
            for (int query = 0; query < found.hitCounts().length; query++) {
                List<Object> allowed = keys(all).subList(allFrom, allFrom + all.hitCounts()[query]);
                assertThat(found.hitCounts()[query]).isEqualTo(Math.min(20, allowed.size()));
                for (int i = 0; i < found.hitCounts()[query]; i++) {
                    int place = isExact ? i : allowed.indexOf(found.keys().at(foundFrom + i));
                    assertThat(place).as("hit %d of %s", i, filter).isNotNegative();
                    assertThat(found.keys().at(foundFrom + i)).isEqualTo(allowed.get(place));
                    assertThat(found.scores()[foundFrom + i]).isEqualTo(all.scores()[allFrom + place]);
                }
                allFrom += all.hitCounts()[query];
                foundFrom += found.hitCounts()[query];
            }
        }
    }

    // Goal: an index that nobody wants any more costs no file. Method: cancelled before it begins, and while it is
    // built.
    @ParameterizedTest
    @CsvSource({
        "INT64,INVERTED,0",
        "INT64,INVERTED,1",
        "SPARSE_FLOAT_VECTOR,SPARSE_INVERTED_INDEX,0",
        "SPARSE_FLOAT_VECTOR,SPARSE_INVERTED_INDEX,1"
    })
    void aBuildThatIsCancelledWritesNothing(DataType type, String indexType, int answersBefore) {
        IndexDefinition definition = new IndexDefinition(
                new IndexId(9), field(type).id(), "x", indexType, Map.of(), Map.of(), Timestamp.ZERO);
        AtomicInteger asked = new AtomicInteger();
        VectorIndexes.Work work =
                new VectorIndexes.Work(Parallel.sequential(), 1, () -> asked.getAndIncrement() >= answersBefore);
        try (ObjectWriter writer = objects.create("one.idx")) {
            assertThatThrownBy(() -> IndexFiles.write(definition, segment, schema, work, writer))
                    .isInstanceOf(CancellationException.class);
            assertThat(writer.position()).isLessThanOrEqualTo(FILE_HEADER_BYTES_MAX);
        }
    }

    @Test
    void indexOfAnotherMetricIsNotUsed() {
        FieldSchema field = field(DataType.FLOAT_VECTOR);
        OpenIndex index = index(field, "HNSW", Map.of("metric_type", "IP", "M", "16", "efConstruction", "100"));
        Column queries = queries(field);
        ShardHits scanned = search(segment.view(deletes), field, queries, params(20, "L2"));
        ShardHits indexed = search(segment.view(deletes, List.of(index)), field, queries, params(20, "L2"));
        assertThat(keys(indexed)).isEqualTo(keys(scanned));
        assertThat(indexed.scores()).isEqualTo(scanned.scores());
        index.release();
    }

    @ParameterizedTest
    @CsvSource({"FLAT", "HNSW"})
    void rangeSearchStaysWithinItsBounds(String indexType) {
        FieldSchema field = field(DataType.FLOAT_VECTOR);
        OpenIndex index = index(field, indexType, Map.of("metric_type", "L2", "M", "16", "efConstruction", "100"));
        SearchParams params = new SearchParams(
                50, "L2", OptionalDouble.of(12), OptionalDouble.of(6), Map.of(), false, Optional.empty());
        Column queries = queries(field);
        ShardHits scanned = search(segment.view(deletes), field, queries, params);
        ShardHits indexed = search(segment.view(deletes, List.of(index)), field, queries, params);
        for (ShardHits hits : List.of(scanned, indexed)) {
            for (float score : hits.scores()) {
                assertThat(score).isGreaterThanOrEqualTo(6).isLessThan(12);
            }
        }
        assertThat(scanned.scores()).isNotEmpty();
        assertThat(indexed.hitCounts()).isEqualTo(scanned.hitCounts());
        index.release();
    }

    @ParameterizedTest
    @CsvSource({"1,false", "3,true"})
    void groupedSearchReturnsTheBestHitsOfTheBestGroups(int size, boolean strict) {
        // Method: all hits without grouping, grouped by hand, against the grouped search of a scan.
        FieldSchema field = schema.field(Schemas.VECTOR).orElseThrow();
        SearchParams all = params(ROWS, "L2");
        SearchParams grouped = new SearchParams(
                5,
                "L2",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Map.of(),
                false,
                Optional.of(new SearchParams.Grouping(Schemas.NUMBER, size, strict)));
        Column query = new Column.FloatVectorColumn(rows.floats(Schemas.DIM), Schemas.DIM);
        SearchPlan plan = new SearchPlan(
                new CollectionId(1),
                List.of(segment.partition()),
                field.id(),
                query,
                all,
                Optional.empty(),
                List.of(Schemas.NUMBER),
                Timestamp.ZERO);
        ShardHits everything =
                SegmentReads.search(List.of(segment.view(deletes)), schema, plan, NOW, Parallel.sequential());
        ShardHits hits = search(segment.view(deletes), field, query, grouped);
        FieldColumn numbers = everything.rows().columns().getFirst();
        Map<Object, Integer> counts = new HashMap<>();
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < everything.scores().length; i++) {
            Object group = Cells.at(numbers, i);
            int count = counts.getOrDefault(group, 0);
            if (count < size && (count > 0 || counts.size() < 5)) {
                counts.put(group, count + 1);
                expected.add(everything.keys().at(i));
            }
        }
        if (strict || size == 1) {
            assertThat(keys(hits)).isEqualTo(expected);
        } else {
            assertThat(expected).startsWith(keys(hits).toArray());
        }
        assertThat(hits.groups()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"MULTIPLY,MULTIPLY", "SUM,MULTIPLY", "MULTIPLY,SUM", "SUM,SUM"})
    void boostsChangeTheScoresOfTheNearestRowsAlone(Boosting.Mode combine, Boosting.Mode apply) {
        // Method: the nearest rows without boosts, scored and ordered by hand, against the boosted search.
        FieldSchema field = schema.field(Schemas.VECTOR).orElseThrow();
        DataType type = schema.field(Schemas.NUMBER).orElseThrow().type();
        Expr small = new Expr.Compare(new Operand.Field(Schemas.NUMBER, type), Comparison.LE, new Value.LongValue(0));
        Boosting boosting = new Boosting(
                List.of(
                        new Boosting.Boost(Optional.of(small), 0.25, Optional.empty()),
                        new Boosting.Boost(Optional.of(new Expr.Not(small)), 3, Optional.empty()),
                        new Boosting.Boost(Optional.of(small), 0.5, Optional.empty())),
                combine,
                apply);
        Column query = new Column.FloatVectorColumn(rows.floats(Schemas.DIM), Schemas.DIM);
        ShardHits plain = search(segment.view(deletes), field, query, params(50, "L2"));
        ShardHits passing = search(segment.view(deletes), field, query, params(ROWS, "L2"), Optional.of(small));
        ShardHits failing =
                search(segment.view(deletes), field, query, params(ROWS, "L2"), Optional.of(new Expr.Not(small)));
        ShardHits boosted = search(
                segment.view(deletes),
                field,
                query,
                new SearchParams(
                        50,
                        "L2",
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Map.of(),
                        false,
                        Optional.empty(),
                        Optional.of(boosting)));
        Set<Object> below = new HashSet<>(keys(passing));
        Set<Object> above = new HashSet<>(keys(failing));
        Map<Object, Float> expected = new HashMap<>();
        for (int i = 0; i < plain.scores().length; i++) {
            Object key = plain.keys().at(i);
            float score = plain.scores()[i];
            double value = below.contains(key) ? combine.of(0.25, 0.5) : 3;
            boolean matches = below.contains(key) || above.contains(key);
            expected.put(key, matches ? (float) apply.of(score, value) : score);
        }
        assertThat(new HashSet<>(keys(boosted))).isEqualTo(expected.keySet());
        float before = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < boosted.scores().length; i++) {
            assertThat(boosted.scores()[i])
                    .isEqualTo(expected.get(boosted.keys().at(i)))
                    .isGreaterThanOrEqualTo(before);
            before = boosted.scores()[i];
        }
    }

    @Test
    void rowsOlderThanAFieldHaveItsDefaultOrNull() {
        // Goal: schema evolution in growing and sealed segments. Method: rows before and after a field was added.
        FieldSchema added = new FieldSchema(
                new io.windhover.model.FieldId(900),
                "added",
                DataType.INT16,
                Optional.empty(),
                io.windhover.model.schema.FieldTraits.NULLABLE,
                Map.of(),
                Optional.of(new io.windhover.model.row.Value.LongValue(-7)),
                "");
        CollectionSchema wider = Schemas.plus(schema, added);
        GrowingSegment growing = new GrowingSegment(new SegmentId(1), new PartitionId(7), schema);
        growing.append(schema, rows.rows(schema, new PrimaryKeys.LongKeys(new long[] {1, 2})), new Timestamp(1));
        growing.append(wider, rows.rows(wider, new PrimaryKeys.LongKeys(new long[] {3})), new Timestamp(2));
        growing.append(schema, rows.rows(schema, new PrimaryKeys.LongKeys(new long[] {4})), new Timestamp(3));
        List<List<Object>> cells = SealedFixture.cells(growing.view(), wider);
        List<Object> values = cells.get(wider.fields().size() - 1);
        assertThat(values.get(0)).isEqualTo(-7);
        assertThat(values.get(1)).isEqualTo(-7);
        assertThat(values.get(3)).isEqualTo(-7);
        SealedFixture.write(objects, "old.col", new SegmentId(1), List.of(growing.view()), schema);
        SealedSegment old = SealedSegment.open("old.col", new SegmentId(1), objects.map("old.col"), wider);
        assertThat(SealedFixture.cells(old.view(), wider).get(wider.fields().size() - 1))
                .containsOnly(-7);
        SealedFixture.write(objects, "new.col", new SegmentId(2), List.of(growing.view(), old.view()), wider);
        SealedSegment merged = SealedSegment.open("new.col", new SegmentId(2), objects.map("new.col"), wider);
        assertThat(merged.rowCount()).isEqualTo(8);
        assertThat(merged.hasRepeatedKeys()).isTrue();
        merged.release();
        old.release();
        growing.release();
    }
}
