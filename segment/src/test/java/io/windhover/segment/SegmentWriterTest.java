package io.windhover.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.file.SegmentStats;
import io.windhover.segment.file.SegmentWriter;
import io.windhover.segment.fixture.Cells;
import io.windhover.segment.fixture.MemoryObjects;
import io.windhover.segment.fixture.RandomRows;
import io.windhover.segment.fixture.Schemas;
import io.windhover.segment.fixture.SealedFixture;
import io.windhover.segment.growing.GrowingSegment;
import io.windhover.segment.rows.Gather;
import io.windhover.segment.rows.RowPicks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SegmentWriterTest {
    private static final int PART = 10_000;
    private static final Timestamp DELETED = new Timestamp(9);

    private final CollectionSchema schema = Schemas.everyType(DataType.INT64);
    private final SplittableRandom random = new SplittableRandom(3);

    private GrowingSegment segment(int id, LongStream keys) {
        GrowingSegment segment = new GrowingSegment(new SegmentId(id), new PartitionId(7), schema);
        PrimaryKeys ordered = new PrimaryKeys.LongKeys(keys.toArray());
        segment.append(schema, new RandomRows(random).rows(schema, ordered), new Timestamp(5));
        return segment;
    }

    private List<List<Object>> cells(RowPicks picks) {
        List<List<Object>> cells = new ArrayList<>();
        schema.fields().forEach(field -> cells.add(Cells.all(Gather.column(picks, field))));
        cells.add(Arrays.stream(picks.timestamps()).<Object>mapToObj(t -> t).toList());
        return cells;
    }

    @Test
    void longRunsOfRowsInOrderAreWrittenAsTheyAre() {
        // Goal: runs that begin and end anywhere in the memory of two sources, and single rows between them, arrive
        // whole.
        // Method: sources whose ordered keys take turns in long parts, some rows deleted; every cell against the
        // source's.
        LongStream even = LongStream.concat(LongStream.range(0, PART), LongStream.range(2L * PART, 3L * PART));
        GrowingSegment first = segment(1, even);
        GrowingSegment second = segment(2, LongStream.range(PART, 2L * PART));
        first.delete(new PrimaryKeys.LongKeys(new long[] {0, 4000, 4002, 25_000, 29_999}), DELETED);
        int[] dropped = {0, 4000, 4002, 15_000, 19_999};
        int[] lower = IntStream.range(0, PART)
                .filter(row -> Arrays.binarySearch(dropped, row) < 0)
                .toArray();
        int[] upper = IntStream.range(PART, 2 * PART)
                .filter(row -> Arrays.binarySearch(dropped, row) < 0)
                .toArray();
        int[] rows = IntStream.concat(
                        IntStream.concat(Arrays.stream(lower), IntStream.range(0, PART)), Arrays.stream(upper))
                .toArray();
        int[] sourceOf = new int[rows.length];
        Arrays.fill(sourceOf, lower.length, lower.length + PART, 1);

        MemoryObjects objects = new MemoryObjects();
        SegmentStats stats;
        try (ObjectWriter writer = objects.create(SealedFixture.FILE)) {
            stats = SegmentWriter.write(
                    SealedFixture.ID, List.of(first.view(), second.view()), schema, DELETED, Timestamp.ZERO, writer);
            writer.commit();
        }
        assertThat(stats.rowCount()).isEqualTo(rows.length);
        SealedSegment sealed = SealedFixture.open(objects, schema);
        assertThat(SealedFixture.cells(sealed.view(), schema))
                .isEqualTo(cells(new RowPicks(List.of(first.view(), second.view()), sourceOf, rows)));
        sealed.release();
        first.release();
        second.release();
    }
}
