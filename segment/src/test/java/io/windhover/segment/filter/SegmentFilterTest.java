package io.windhover.segment.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.Parallel;
import io.windhover.index.graph.VectorIndexes;
import io.windhover.index.scalar.ScalarIndexType;
import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.FieldId;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.expr.Expr;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.ShardRows;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.Segment;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.file.IndexFiles;
import io.windhover.segment.file.OpenIndex;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.file.SegmentWriter;
import io.windhover.segment.fixture.MemoryObjects;
import io.windhover.segment.growing.GrowingSegment;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.search.SegmentReads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Goal: an index never changes an answer, whatever a segment is made of. Method: random rows of every type lie in
 * growing, sealed and merged segments, some older than some fields, some deleted; every field of every sealed segment has
 * an index file of a random kind or none; random filters are asked with and without the indexes and row by row.
 *
 * <p>{@code -Dseed=…} replays a run; {@code -Drounds=…} multiplies it.
 */
class SegmentFilterTest {
    private static final long SEED = Long.getLong("seed", 20261127L);
    private static final int ROUNDS = 40 * Integer.getInteger("rounds", 1);
    private static final PartitionId PARTITION = new PartitionId(7);
    private static final long DELETED_AT = 50;
    private static final long FILE_FRAME_BYTES = 2_000;
    private static final Timestamp NOW = new Timestamp(100);

    private final Random random = new Random(SEED);
    private final MemoryObjects objects = new MemoryObjects();
    private final List<Segment> open = new ArrayList<>();
    private final List<OpenIndex> indexes = new ArrayList<>();
    private final Map<String, Integer> kinds = new LinkedHashMap<>();
    private long files;

    /** Segments with all of some rows, seen without and with indexes. */
    private record Layout(List<SegmentView> plain, List<SegmentView> indexed) {}

    @Test
    void filtersFindTheSameRowsInEveryKindOfSegmentWithAndWithoutIndexes() {
        System.out.println("seed " + SEED);
        for (int round = 0; round < ROUNDS; round++) {
            TestColumns columns = new TestColumns(random, 1 + random.nextInt(300));
            int oldRows = random.nextInt(columns.rowCount());
            ColumnBatches batches = new ColumnBatches(columns, oldRows, random);
            TreeSet<Long> deleted = new TreeSet<>();
            random.ints(random.nextInt(60), 0, columns.rowCount()).forEach(key -> deleted.add((long) key));
            Layout layout = layout(batches, oldRows, columns.rowCount(), deleted);
            RandomExprs exprs = new RandomExprs(random);
            for (int i = 0; i < 120; i++) {
                check(filter(exprs, i), columns, batches.whole(), layout, deleted);
            }
            close();
        }
        assertThat(kinds.keySet())
                .as("kinds of indexes built")
                .contains("BITMAP", "INVERTED", "STL_SORT", "Trie", "AUTOINDEX", "NGRAM");
    }

    private Expr filter(RandomExprs exprs, int number) {
        return switch (number % 8) {
            case 0 -> exprs.fieldLeaf();
            case 7 -> exprs.like();
            case 5 -> exprs.pathLeaf();
            case 6 -> new Expr.Not(exprs.pathLeaf());
            case 1 -> new Expr.Not(exprs.fieldLeaf());
            case 2 -> exprs.contains();
            case 3 -> new Expr.And(List.of(exprs.keyLeaf(), exprs.expr(2)));
            default -> exprs.expr(3);
        };
    }

    private void check(
            Expr filter, TestColumns columns, CollectionSchema schema, Layout layout, TreeSet<Long> deleted) {
        List<Long> expected = IntStream.range(0, columns.rowCount())
                .filter(row -> new NaiveEvaluator(columns, row).truth(filter).orElse(false))
                .mapToObj(row -> (Long) columns.at(TestColumns.KEY, row))
                .filter(key -> !deleted.contains(key))
                .sorted()
                .toList();
        assertThat(keys(layout.plain(), schema, filter))
                .as("seed %d, without indexes, filter %s", SEED, filter)
                .isEqualTo(expected);
        assertThat(keys(layout.indexed(), schema, filter))
                .as("seed %d, with indexes, filter %s", SEED, filter)
                .isEqualTo(expected);
    }

    private static List<Long> keys(List<SegmentView> views, CollectionSchema schema, Expr filter) {
        QueryPlan plan = new QueryPlan(
                new CollectionId(1),
                List.of(PARTITION),
                Optional.of(filter),
                Optional.empty(),
                List.of(TestColumns.KEY),
                -1,
                false,
                Timestamp.ZERO);
        ShardRows rows = SegmentReads.query(views, schema, plan, NOW, Parallel.sequential());
        return Arrays.stream(((PrimaryKeys.LongKeys) rows.keys()).values())
                .boxed()
                .toList();
    }

    /** Puts rows into segments one after the other: a segment has rows of the first or of the whole schema only. */
    private Layout layout(ColumnBatches batches, int oldRows, int rowCount, TreeSet<Long> deleted) {
        List<SegmentView> plain = new ArrayList<>();
        List<SegmentView> indexed = new ArrayList<>();
        List<Segment> toMerge = new ArrayList<>();
        for (int from = 0; from < rowCount; ) {
            boolean isOld = from < oldRows;
            int to = Math.min(isOld ? oldRows : rowCount, from + 1 + random.nextInt(120));
            GrowingSegment growing = growing(batches, isOld, from, to);
            switch (random.nextInt(3)) {
                case 0 -> {
                    growing.delete(keys(deleted), new Timestamp(DELETED_AT));
                    plain.add(growing.view());
                    indexed.add(growing.view());
                }
                case 1 -> addSealed(seal(List.of(growing), batches, isOld), batches.whole(), deleted, plain, indexed);
                default -> toMerge.add(random.nextBoolean() ? growing : seal(List.of(growing), batches, isOld));
            }
            from = to;
        }
        if (!toMerge.isEmpty()) {
            addSealed(seal(toMerge, batches, false), batches.whole(), deleted, plain, indexed);
        }
        return new Layout(plain, indexed);
    }

    private GrowingSegment growing(ColumnBatches batches, boolean isOld, int from, int to) {
        CollectionSchema schema = isOld ? batches.first() : batches.whole();
        GrowingSegment growing = new GrowingSegment(new SegmentId(++files), PARTITION, schema);
        open.add(growing);
        int middle = from + random.nextInt(to - from);
        if (middle > from) {
            growing.append(schema, batches.batch(schema, from, middle), new Timestamp(5));
        }
        growing.append(schema, batches.batch(schema, middle, to), new Timestamp(6));
        return growing;
    }

    private SealedSegment seal(List<Segment> sources, ColumnBatches batches, boolean isOld) {
        SegmentId id = new SegmentId(++files);
        String file = files + ".col";
        List<SegmentView> views = sources.stream().map(SegmentFilterTest::view).toList();
        try (ObjectWriter writer = objects.create(file)) {
            SegmentWriter.write(
                    id, views, isOld ? batches.first() : batches.whole(), Timestamp.ZERO, Timestamp.ZERO, writer);
            writer.commit();
        }
        SealedSegment sealed = SealedSegment.open(file, id, objects.map(file), batches.whole());
        open.add(sealed);
        return sealed;
    }

    private static SegmentView view(Segment segment) {
        return segment instanceof SealedSegment sealed ? sealed.view() : ((GrowingSegment) segment).view();
    }

    private void addSealed(
            SealedSegment sealed,
            CollectionSchema schema,
            TreeSet<Long> deleted,
            List<SegmentView> plain,
            List<SegmentView> indexed) {
        long[] times = new long[deleted.size()];
        Arrays.fill(times, DELETED_AT);
        DeleteSet set = new DeleteSet(keys(deleted), times, new long[times.length]);
        SegmentDeletes deletes = SegmentDeletes.none(sealed.rowCount()).with(sealed.view(), set);
        List<OpenIndex> built = new ArrayList<>();
        for (FieldSchema field : schema.fields()) {
            if (field.type() == DataType.VARCHAR && random.nextBoolean()) {
                built.add(index(sealed, schema, field.id(), "NGRAM", ngrams()));
                continue;
            }
            kind(field).ifPresent(kind -> built.add(index(sealed, schema, field.id(), kind.wireName(), Map.of())));
        }
        for (List<String> path : RandomExprs.paths()) {
            IndexedPath.Cast cast = IndexedPath.Cast.values()[random.nextInt(IndexedPath.Cast.values().length)];
            boolean isNgram = cast == IndexedPath.Cast.VARCHAR && random.nextBoolean();
            Map<String, String> params = new LinkedHashMap<>(isNgram ? ngrams() : Map.of());
            params.put(IndexedPath.PATH, IndexedPath.pointer(path));
            params.put(IndexedPath.CAST, cast.name());
            built.add(index(sealed, schema, TestColumns.JSON, isNgram ? "NGRAM" : "INVERTED", params));
        }
        indexes.addAll(built);
        plain.add(sealed.view(deletes));
        indexed.add(sealed.view(deletes, built));
    }

    private static PrimaryKeys keys(TreeSet<Long> keys) {
        return new PrimaryKeys.LongKeys(keys.stream().mapToLong(key -> key).toArray());
    }

    private Map<String, String> ngrams() {
        int min = 1 + random.nextInt(2);
        return Map.of("min_gram", "" + min, "max_gram", "" + (min + random.nextInt(2)));
    }

    private Optional<ScalarIndexType> kind(FieldSchema field) {
        List<ScalarIndexType> fit = Arrays.stream(ScalarIndexType.values())
                .filter(kind -> {
                    try {
                        kind.checkField(
                                field.type(),
                                field.elementType(),
                                field.traits().primaryKey());
                        return true;
                    } catch (DatabaseException unfit) {
                        return false;
                    }
                })
                .toList();
        return fit.isEmpty() || random.nextInt(6) == 0
                ? Optional.empty()
                : Optional.of(fit.get(random.nextInt(fit.size())));
    }

    private OpenIndex index(
            SealedSegment sealed, CollectionSchema schema, FieldId field, String kind, Map<String, String> params) {
        kinds.merge(kind, 1, Integer::sum);
        IndexDefinition definition =
                new IndexDefinition(new IndexId(++files), field, "x", kind, params, params, Timestamp.ZERO);
        String file = files + ".idx";
        try (ObjectWriter writer = objects.create(file)) {
            long bytes = IndexFiles.write(definition, sealed, schema, VectorIndexes.Work.here(), writer);
            assertThat(IndexFiles.buildBytes(definition, schema, sealed.rowCount(), sealed.bytes()))
                    .as("memory for %s on %s", kind, field)
                    .isGreaterThan(bytes - FILE_FRAME_BYTES);
            writer.commit();
        }
        return IndexFiles.open(file, definition, objects.map(file), sealed, schema);
    }

    private void close() {
        indexes.forEach(OpenIndex::release);
        open.forEach(Segment::release);
        indexes.clear();
        open.clear();
        assertThat(objects.mapped()).isZero();
    }
}
