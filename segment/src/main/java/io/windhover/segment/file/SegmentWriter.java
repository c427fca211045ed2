package io.windhover.segment.file;

import io.windhover.index.bits.Bits;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.runtime.port.ObjectStore.ObjectWriter;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.RowPicks;
import io.windhover.segment.rows.SegmentView;
import io.windhover.segment.rows.VariableView;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes rows of one or more segments as the column file of one sealed segment, in ascending order of primary key and
 * newest first of equal keys: flush and compaction are the same.
 */
public final class SegmentWriter {
    private final RowPicks picks;
    private final BlockFileWriter out;

    private SegmentWriter(RowPicks picks, ObjectWriter out) {
        this.picks = picks;
        this.out = new BlockFileWriter(out, FileFormat.COLUMNS_MAGIC);
    }

    /**
     * Writes a file; the caller commits it.
     *
     * @param id       of the new segment
     * @param sources  held by the caller; all of one partition
     * @param schema   a field that a source does not have is written with its default or null
     * @param dropUpTo rows deleted at or before this time are left out; ZERO keeps every row
     * @param expiredUpTo rows written at or before this time are left out; ZERO keeps every row
     */
    public static SegmentStats write(
            SegmentId id,
            List<? extends SegmentView> sources,
            CollectionSchema schema,
            Timestamp dropUpTo,
            Timestamp expiredUpTo,
            ObjectWriter out) {
        List<Bits> kept = new ArrayList<>();
        for (SegmentView source : sources) {
            kept.add(source.later(source.undeleted(dropUpTo), expiredUpTo));
        }
        PartitionId partition = sources.getFirst().partition();
        return new SegmentWriter(RowPicks.keyOrdered(sources, kept), out).write(id, partition, schema);
    }

    private SegmentStats write(SegmentId id, PartitionId partition, CollectionSchema schema) {
        long[] times = picks.timestamps();
        long minTime = Long.MAX_VALUE;
        long maxTime = 0;
        for (long time : times) {
            minTime = Math.min(minTime, time);
            maxTime = Math.max(maxTime, time);
        }
        minTime = Math.min(minTime, maxTime);
        out.beginBlock();
        out.putLongs(times);
        out.endBlock(FileFormat.TIMESTAMPS_FIELD, BlockKind.VALUES, Long.BYTES);
        for (FieldSchema field : schema.fields()) {
            writeColumn(field);
        }
        long bytes = out.finish(id.value(), partition.value(), picks.count(), minTime, maxTime, picks.repeatedKeys());
        return new SegmentStats(picks.count(), new Timestamp(minTime), new Timestamp(maxTime), bytes);
    }

    private void writeColumn(FieldSchema field) {
        ColumnView[] columns = picks.columns(field);
        long id = field.id().value();
        out.beginBlock();
        if (field.fixedBytes() > 0) {
            writeFixed(columns);
            out.endBlock(id, BlockKind.VALUES, field.fixedBytes());
        } else {
            writeOffsets(columns);
            out.endBlock(id, BlockKind.OFFSETS, Long.BYTES);
            out.beginBlock();
            writeVariable(columns);
            out.endBlock(id, BlockKind.VALUES, 0);
        }
        Bits nulls = nulls(columns);
        if (!nulls.isEmpty()) {
            out.beginBlock();
            out.putLongs(nulls.words());
            out.endBlock(id, BlockKind.NULLS, 0);
        }
    }

    private void writeFixed(ColumnView[] columns) {
        for (int from = 0; from < picks.count(); ) {
            int end = picks.runEnd(from);
            writeRun((FixedView) columns[picks.sourceOf()[from]], picks.rows()[from], end - from);
            from = end;
        }
    }

    /** Rows that follow each other are written as long pieces of memory instead of one by one. */
    private void writeRun(FixedView column, int firstRow, int count) {
        for (int done = 0; done < count; ) {
            MemorySegment run = column.run(firstRow + done, count - done);
            out.put(run);
            done += (int) (run.byteSize() / column.width());
        }
    }

    private void writeOffsets(ColumnView[] columns) {
        long offset = 0;
        out.putLong(offset);
        for (int i = 0; i < picks.count(); i++) {
            offset += ((VariableView) columns[picks.sourceOf()[i]]).length(picks.rows()[i]);
            out.putLong(offset);
        }
    }

    private void writeVariable(ColumnView[] columns) {
        for (int i = 0; i < picks.count(); i++) {
            out.put(((VariableView) columns[picks.sourceOf()[i]]).slice(picks.rows()[i]));
        }
    }

    private Bits nulls(ColumnView[] columns) {
        Bits nulls = new Bits(picks.count());
        if (Arrays.stream(columns).allMatch(column -> column.nulls().isNone())) {
            return nulls;
        }
        for (int i = 0; i < picks.count(); i++) {
            if (columns[picks.sourceOf()[i]].isNull(picks.rows()[i])) {
                nulls.set(i);
            }
        }
        return nulls;
    }
}
