package io.windhover.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.Column;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.runtime.production.ProductionRuntime;
import io.windhover.segment.fixture.Schemas;
import io.windhover.segment.growing.GrowingSegment;
import io.windhover.segment.growing.GrowingView;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.VariableView;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GrowingSegmentTest {
    private static final int STEPS = 3_000;
    private final CollectionSchema schema = Schemas.small(DataType.VARCHAR);

    /** Rows whose every value follows from their number. */
    private RowBatch numbered(int from, int count) {
        String[] keys = new String[count];
        float[] vectors = new float[count * Schemas.DIM];
        int[] numbers = new int[count];
        BitSet nulls = new BitSet();
        for (int i = 0; i < count; i++) {
            keys[i] = "key".repeat((from + i) % 5) + (from + i);
            Arrays.fill(vectors, i * Schemas.DIM, (i + 1) * Schemas.DIM, from + i);
            numbers[i] = from + i;
            nulls.set(i, (from + i) % 7 == 0);
        }
        return new RowBatch(
                List.of(
                        new FieldColumn(Schemas.KEY, new Column.StringColumn(keys)),
                        new FieldColumn(Schemas.VECTOR, new Column.FloatVectorColumn(vectors, Schemas.DIM)),
                        new FieldColumn(Schemas.NUMBER, new Column.IntColumn(numbers), Optional.of(nulls))),
                count);
    }

    private void checkRow(GrowingView view, int row) {
        String key = ((VariableView) view.keys()).string(row);
        assertThat(key).isEqualTo("key".repeat(row % 5) + row);
        FixedView vectors = (FixedView) view.column(schema.field(Schemas.VECTOR).orElseThrow());
        assertThat(vectors.slice(row).toArray(io.windhover.segment.rows.Layouts.FLOAT))
                .containsOnly(row);
        FixedView numbers = (FixedView) view.column(schema.field(Schemas.NUMBER).orElseThrow());
        assertThat(numbers.isNull(row)).isEqualTo(row % 7 == 0);
        assertThat(numbers.intAt(row)).isEqualTo(row % 7 == 0 ? 0 : row);
        assertThat(view.rowsOf(new PrimaryKeys.StringKeys(new String[] {key}))).containsExactly(row);
    }

    @Test
    void readersSeeWholeRowsWhileTheOwnerWrites() {
        // Goal: every row of a view is there whole, and a read at a known time sees exactly the changes up to it.
        // Method: one fiber appends and deletes, three read views of acknowledged times, all at once.
        AtomicLong acknowledged = new AtomicLong();
        GrowingSegment segment = new GrowingSegment(new SegmentId(1), new PartitionId(2), schema);
        try (ProductionRuntime runtime = ProductionRuntime.start(4, (_, failure) -> {
            throw new AssertionError(failure);
        })) {
            Runnable writer = () -> write(segment, acknowledged);
            Runnable reader = () -> {
                long seed = runtime.random(Long.MAX_VALUE);
                while (acknowledged.get() < STEPS) {
                    seed = read(segment, acknowledged.get(), seed);
                }
            };
            runtime.compute(List.of(writer, reader, reader, reader));
        }
        read(segment, STEPS, 1);
        assertThat(segment.rowCount()).isEqualTo(5 * STEPS);
        segment.release();
    }

    /** At time t there are 5 t rows, and the first row of every earlier step was deleted one step later. */
    private void write(GrowingSegment segment, AtomicLong acknowledged) {
        for (int step = 1; step <= STEPS; step++) {
            Timestamp at = new Timestamp(step);
            if (step > 1) {
                int victim = 5 * (step - 2);
                String key = "key".repeat(victim % 5) + victim;
                segment.delete(new PrimaryKeys.StringKeys(new String[] {key}), at);
            }
            segment.append(schema, numbered(5 * (step - 1), 5), at);
            acknowledged.set(step);
        }
    }

    private long read(GrowingSegment segment, long readAt, long seed) {
        GrowingView view = segment.view();
        assertThat(view.rowCount()).isGreaterThanOrEqualTo((int) (5 * readAt));
        long deleted = Math.max(0, readAt - 1);
        assertThat(view.visible(new Timestamp(readAt)).cardinality()).isEqualTo((int) (5 * readAt - deleted));
        long next = seed * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        if (view.rowCount() > 0) {
            checkRow(view, (int) Long.remainderUnsigned(next >>> 20, view.rowCount()));
            checkRow(view, view.rowCount() - 1);
        }
        return next;
    }

    @Test
    void deleteHitsOnlyOlderRows() {
        GrowingSegment segment = new GrowingSegment(new SegmentId(1), new PartitionId(2), schema);
        PrimaryKeys key = new PrimaryKeys.StringKeys(new String[] {"0"});
        segment.append(schema, numbered(0, 1), new Timestamp(10));
        assertThat(segment.delete(key, new Timestamp(10))).isZero();
        assertThat(segment.delete(key, new Timestamp(11))).isEqualTo(1);
        segment.append(schema, numbered(0, 1), new Timestamp(11));
        assertThat(segment.view().visible(new Timestamp(10)).toArray()).containsExactly(0);
        assertThat(segment.view().visible(new Timestamp(11)).toArray()).containsExactly(1);
        segment.release();
    }

    @Test
    void memoryGoesBackWithTheLastHold() {
        GrowingSegment segment = new GrowingSegment(new SegmentId(1), new PartitionId(2), schema);
        segment.append(schema, numbered(0, 100), new Timestamp(1));
        assertThat(segment.bytes()).isGreaterThan(100L * Schemas.DIM * Float.BYTES);
        FixedView vectors =
                (FixedView) segment.view().column(schema.field(new FieldId(101)).orElseThrow());
        assertThat(segment.tryHold()).isTrue();
        segment.release();
        assertThat(vectors.chunk(0).scope().isAlive()).isTrue();
        segment.release();
        assertThat(vectors.chunk(0).scope().isAlive()).isFalse();
        assertThat(segment.tryHold()).isFalse();
    }
}
