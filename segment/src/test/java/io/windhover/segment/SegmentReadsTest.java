package io.windhover.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.index.Parallel;
import io.windhover.model.CollectionId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.file.SegmentWriter;
import io.windhover.segment.fixture.Cells;
import io.windhover.segment.fixture.MemoryObjects;
import io.windhover.segment.fixture.ModelRows;
import io.windhover.segment.fixture.RandomRows;
import io.windhover.segment.fixture.Schemas;
import io.windhover.segment.growing.GrowingSegment;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.search.SegmentReads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentReadsTest {
    private static final PartitionId PARTITION = new PartitionId(7);

    /** A shard as an owner and a query node have it: one growing segment, several sealed ones, and all deletes. */
    private static final class Shard {
        final CollectionSchema schema;
        final DataType keyType;
        final SplittableRandom random;
        final RandomRows rows;
        final ModelRows model;
        final MemoryObjects objects = new MemoryObjects();
        final List<SealedSegment> sealed = new ArrayList<>();
        final List<SegmentDeletes> sealedDeletes = new ArrayList<>();
        GrowingSegment growing;
        long time = 1000;
        long segments = 1;

        Shard(CollectionSchema schema, long seed) {
            this.schema = schema;
            this.keyType = schema.primaryKey().type();
            this.random = new SplittableRandom(seed);
            this.rows = new RandomRows(random);
            this.model = new ModelRows(schema);
            this.growing = new GrowingSegment(new SegmentId(segments++), PARTITION, schema);
        }

        void step() {
            time += 1 + random.nextInt(3);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> delete(rows.keys(keyType, 1 + random.nextInt(20), 300));
                case 3, 4 -> {
                    PrimaryKeys keys = rows.keys(keyType, 1 + random.nextInt(20), 300);
                    delete(keys);
                    insert(keys);
                }
                case 5 -> flush();
                case 6 -> merge();
                default -> insert(rows.keys(keyType, 1 + random.nextInt(60), 300));
            }
        }

        void insert(PrimaryKeys keys) {
            RowBatch batch = rows.rows(schema, keys);
            model.insert(batch, time);
            growing.append(schema, batch, new Timestamp(time));
        }

        void delete(PrimaryKeys keys) {
            model.delete(keys, time);
            growing.delete(keys, new Timestamp(time));
            long[] times = new long[keys.count()];
            Arrays.fill(times, time);
            DeleteSet set = new DeleteSet(keys, times, new long[keys.count()]);
            for (int i = 0; i < sealed.size(); i++) {
                sealedDeletes.set(i, sealedDeletes.get(i).with(sealed.get(i).view(), set));
            }
        }

        void flush() {
            String name = "segment-" + growing.id();
            try (ObjectWriter writer = objects.create(name)) {
                SegmentWriter.write(
                        growing.id(), List.of(growing.view()), schema, new Timestamp(time), Timestamp.ZERO, writer);
                writer.commit();
            }
            sealed.add(SealedSegment.open(name, growing.id(), objects.map(name), schema));
            sealedDeletes.add(SegmentDeletes.none(sealed.getLast().rowCount()));
            growing.release();
            growing = new GrowingSegment(new SegmentId(segments++), PARTITION, schema);
            flushedAt = time;
        }

        long flushedAt;

        /** Replaces all sealed segments by one without the rows deleted so far. */
        void merge() {
            if (sealed.size() < 2) {
                return;
            }
            SegmentId id = new SegmentId(segments++);
            String name = "segment-" + id;
            List<SegmentView> inputs = views().subList(1, 1 + sealed.size());
            long alive = inputs.stream()
                    .mapToLong(view -> view.undeleted(new Timestamp(time)).cardinality())
                    .sum();
            try (ObjectWriter writer = objects.create(name)) {
                SegmentWriter.write(id, inputs, schema, new Timestamp(time), Timestamp.ZERO, writer);
                writer.commit();
            }
            sealed.forEach(SealedSegment::release);
            sealed.clear();
            sealedDeletes.clear();
            sealed.add(SealedSegment.open(name, id, objects.map(name), schema));
            sealedDeletes.add(SegmentDeletes.none(sealed.getFirst().rowCount()));
            assertThat(sealed.getFirst().rowCount()).isEqualTo((int) alive);
            flushedAt = time;
        }

        List<SegmentView> views() {
            List<SegmentView> views = new ArrayList<>();
            views.add(growing.view());
            for (int i = 0; i < sealed.size(); i++) {
                views.add(sealed.get(i).view(sealedDeletes.get(i)));
            }
            return views;
        }

        void close() {
            growing.release();
            sealed.forEach(SealedSegment::release);
        }
    }

    private static SearchPlan search(Shard shard, float[] queries, int topK) {
        SearchParams params = new SearchParams(
                topK, "L2", OptionalDouble.empty(), OptionalDouble.empty(), Map.of(), false, Optional.empty());
        return new SearchPlan(
                new CollectionId(1),
                List.of(PARTITION),
                Schemas.VECTOR,
                new Column.FloatVectorColumn(queries, Schemas.DIM),
                params,
                Optional.empty(),
                List.of(Schemas.NUMBER),
                Timestamp.ZERO);
    }

    private static QueryPlan query(Shard shard, Optional<PrimaryKeys> keys, long limit, boolean countOnly) {
        return query(shard, keys, limit, countOnly, 0);
    }

    private static QueryPlan query(
            Shard shard, Optional<PrimaryKeys> keys, long limit, boolean countOnly, long expiredUpTo) {
        return new QueryPlan(
                new CollectionId(1),
                List.of(PARTITION),
                Optional.empty(),
                keys,
                shard.schema.fields().stream().map(f -> f.id()).toList(),
                limit,
                countOnly,
                new Timestamp(expiredUpTo));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void readsSeeExactlyTheRowsVisibleAtTheirTime(long seed) {
        // Goal: growing and sealed segments with deletes and upserts answer like a model, at any read time since the
        // last flush. Method: random steps; after each some reads against brute force.
        System.out.println("seed " + seed);
        Shard shard = new Shard(Schemas.small(seed % 2 == 0 ? DataType.INT64 : DataType.VARCHAR), seed);
        for (int step = 0; step < 80; step++) {
            shard.step();
            if (step % 5 == 0) {
                long readAt = shard.random.nextLong(shard.flushedAt, shard.time + 1);
                checkSearch(shard, readAt);
                checkQuery(shard, readAt);
            }
        }
        shard.close();
        assertThat(shard.objects.mapped()).isZero();
    }

    private static void checkSearch(Shard shard, long readAt) {
        int topK = 1 + shard.random.nextInt(40);
        float[] queries = shard.rows.floats(3 * Schemas.DIM);
        ShardHits hits = SegmentReads.search(
                shard.views(),
                shard.schema,
                search(shard, queries, topK),
                new Timestamp(readAt),
                Parallel.sequential());
        int at = 0;
        for (int q = 0; q < 3; q++) {
            float[] one = Arrays.copyOfRange(queries, q * Schemas.DIM, (q + 1) * Schemas.DIM);
            List<Object> found = new ArrayList<>();
            for (int i = 0; i < hits.hitCounts()[q]; i++) {
                found.add(hits.keys().at(at++));
            }
            assertThat(found).isEqualTo(shard.model.nearest(Schemas.VECTOR, one, topK, readAt));
        }
    }

    private static void checkQuery(Shard shard, long readAt) {
        List<ModelRows.ModelRow> expected = shard.model.query(readAt);
        ShardRows all = read(shard, query(shard, Optional.empty(), -1, false), readAt);
        checkRows(all, expected);
        long limit = 1 + shard.random.nextInt(30);
        ShardRows some = read(shard, query(shard, Optional.empty(), limit, false), readAt);
        checkRows(some, expected.stream().limit(limit).toList());
        PrimaryKeys keys = shard.rows.keys(shard.keyType, 15, 300);
        List<Object> wanted = new ArrayList<>();
        for (int i = 0; i < keys.count(); i++) {
            wanted.add(keys.at(i));
        }
        ShardRows byKey = read(shard, query(shard, Optional.of(keys), -1, false), readAt);
        checkRows(byKey, expected.stream().filter(r -> wanted.contains(r.key())).toList());
        ShardRows count = read(shard, query(shard, Optional.empty(), -1, true), readAt);
        assertThat(count.count()).isEqualTo(shard.model.visible(readAt).size());
        checkExpired(shard, readAt, expected);
    }

    private static void checkExpired(Shard shard, long readAt, List<ModelRows.ModelRow> expected) {
        long expiredUpTo = shard.random.nextLong(990, shard.time + 1);
        ShardRows some = read(shard, query(shard, Optional.empty(), -1, false, expiredUpTo), readAt);
        checkRows(
                some, expected.stream().filter(row -> row.time() > expiredUpTo).toList());
        PrimaryKeys keys = shard.rows.keys(shard.keyType, 15, 300);
        ShardRows byKey = read(shard, query(shard, Optional.of(keys), -1, true, expiredUpTo), readAt);
        List<Object> wanted = Stream.iterate(0, i -> i < keys.count(), i -> i + 1)
                .<Object>map(keys::at)
                .toList();
        assertThat(byKey.count())
                .isEqualTo(shard.model.visible(readAt).stream()
                        .filter(row -> row.time() > expiredUpTo && wanted.contains(row.key()))
                        .count());
    }

    private static ShardRows read(Shard shard, QueryPlan plan, long readAt) {
        return SegmentReads.query(shard.views(), shard.schema, plan, new Timestamp(readAt), Parallel.sequential());
    }

    private static void checkRows(ShardRows rows, List<ModelRows.ModelRow> expected) {
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < rows.keys().count(); i++) {
            keys.add(rows.keys().at(i));
        }
        assertThat(keys)
                .isEqualTo(expected.stream().map(ModelRows.ModelRow::key).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void everyTypeComesBackAsWritten(long seed) {
        // Goal: values of every type, nulls, empty and long ones, survive growing, sealing and merging. Method: unique
        // keys, random rows; fetch all fields from each form and compare cell by cell.
        System.out.println("seed " + seed);
        CollectionSchema schema = Schemas.everyType(seed % 2 == 0 ? DataType.INT64 : DataType.VARCHAR);
        Shard shard = new Shard(schema, seed);
        for (int step = 0; step < 8; step++) {
            shard.time++;
            PrimaryKeys keys = uniqueKeys(shard.keyType, step * 1000, 50 + shard.random.nextInt(300));
            shard.insert(keys);
            checkCells(shard);
            if (step == 3 || step == 6) {
                shard.flush();
                checkCells(shard);
            }
        }
        shard.flush();
        checkCells(shard);
        shard.close();
    }

    private static PrimaryKeys uniqueKeys(DataType type, int from, int count) {
        long[] numbers = new long[count];
        Arrays.setAll(numbers, i -> from + (i * 7919L) % count);
        return type == DataType.INT64
                ? new PrimaryKeys.LongKeys(numbers)
                : new PrimaryKeys.StringKeys(
                        Arrays.stream(numbers).mapToObj(Long::toString).toArray(String[]::new));
    }

    private static void checkCells(Shard shard) {
        List<ModelRows.ModelRow> expected = shard.model.query(shard.time);
        ShardRows rows = read(shard, query(shard, Optional.empty(), -1, false), shard.time);
        checkRows(rows, expected);
        for (FieldColumn column : rows.rows().columns()) {
            assertThat(Cells.all(column))
                    .as("field %s", column.field())
                    .isEqualTo(
                            expected.stream().map(r -> r.cell(column.field())).toList());
        }
    }
}
