package io.windhover.segment.growing;

import io.windhover.model.FieldId;
import io.windhover.model.Invariant;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.Holds;
import io.windhover.segment.Segment;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.KeyList;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of one partition of one shard that are not in files yet. One fiber, the owner of the shard, appends and
 * deletes, in order of time; any thread reads through {@link #view} without a lock. Fixed-width values live in native
 * memory until the last holder releases the segment.
 */
public final class GrowingSegment implements Segment {
    private static final long CHUNK_BYTES = 256 << 10;
    private static final int SHIFT_MIN = 6;
    private static final int SHIFT_MAX = 13;

    private final GrowingView.Origin origin;
    private final Arena arena = Arena.ofShared();
    private final Holds holds = new Holds(arena::close);
    private final int shift;
    private final Map<FieldId, GrowingColumn> columns = new LinkedHashMap<>();
    private final GrowingFixed timestamps;
    private int rowCount;
    private volatile long bytes;
    private volatile GrowingView published;

    /** Creates an empty segment, held once by the caller. */
    public GrowingSegment(SegmentId id, PartitionId partition, CollectionSchema schema) {
        this.origin = new GrowingView.Origin(id, partition, schema.primaryKey());
        this.shift = shiftFor(schema);
        this.timestamps = new GrowingFixed(schema.primaryKey(), arena, shift, Long.BYTES);
        schema.fields().forEach(this::addColumn);
        publish(new KeyTable(1 << SHIFT_MIN), DeleteTimes.none(shift));
    }

    /** Chunks of the widest column have about {@link #CHUNK_BYTES}. */
    private static int shiftFor(CollectionSchema schema) {
        int widest =
                schema.fields().stream().mapToInt(FieldSchema::fixedBytes).max().orElse(Long.BYTES);
        long rows = CHUNK_BYTES / Math.max(Long.BYTES, widest);
        return Math.clamp(63 - Long.numberOfLeadingZeros(Math.max(1, rows)), SHIFT_MIN, SHIFT_MAX);
    }

    private void addColumn(FieldSchema field) {
        GrowingColumn column = GrowingColumn.of(field, arena, shift);
        column.appendAbsent(rowCount);
        columns.put(field.id(), column);
    }

    /**
     * Adds rows and publishes them. Owner only.
     *
     * @param schema the owner's present one; fields new in it get their default or null in the rows before
     * @param rows   must have the primary key; a field that is missing gets its default or null
     * @param at     not before the time of any change so far
     */
    public void append(CollectionSchema schema, RowBatch rows, Timestamp at) {
        Invariant.check(
                rowCount == 0 || timestamps.view().longAt(rowCount - 1) <= at.value(),
                "segment {}: rows at {} come after later ones",
                origin.segment(),
                at.value());
        Invariant.check(rows.column(origin.keyField().id()).isPresent(), "rows without primary key");
        for (FieldSchema field : schema.fields()) {
            if (!columns.containsKey(field.id())) {
                addColumn(field);
            }
        }
        for (GrowingColumn column : columns.values()) {
            Optional<FieldColumn> values = rows.column(column.field().id());
            values.ifPresentOrElse(column::append, () -> column.appendAbsent(rows.rowCount()));
        }
        timestamps.appendLong(at.value(), rows.rowCount());
        KeyTable keys = addKeys(rows.rowCount());
        publish(keys, published.deletes());
    }

    private KeyTable addKeys(int count) {
        KeyColumn keys = new KeyColumn(columns.get(origin.keyField().id()).view());
        KeyTable table = published.keyTable();
        for (int i = 0; i < count; i++) {
            table = table.with(keys, rowCount++);
        }
        return table;
    }

    /**
     * Deletes the rows of some keys that are older than {@code at}. Owner only.
     *
     * @param at not before the time of any change so far
     * @return how many rows are newly deleted
     */
    public int delete(PrimaryKeys keys, Timestamp at) {
        if (rowCount == 0) {
            return 0;
        }
        KeyList stored = KeyList.of(keys);
        KeyTable table = published.keyTable();
        KeyColumn column = new KeyColumn(published.keys());
        DeleteTimes deletes = published.deletes();
        int before = deletes.deletedCount();
        for (int i = 0; i < stored.count(); i++) {
            int row = table.newest(column, stored, i, rowCount);
            for (; row >= 0; row = table.older(row)) {
                boolean alive = deletes.of(row) == DeleteTimes.NEVER;
                if (alive && timestamps.view().longAt(row) < at.value()) {
                    deletes = deletes.with(row, at.value());
                }
            }
        }
        if (deletes.deletedCount() > before) {
            publish(table, deletes);
        }
        return deletes.deletedCount() - before;
    }

    private void publish(KeyTable keys, DeleteTimes deletes) {
        Map<FieldId, ColumnView> views = new LinkedHashMap<>();
        long total = keys.bytes() + deletes.bytes() + timestamps.bytes();
        for (GrowingColumn column : columns.values()) {
            views.put(column.field().id(), column.view());
            total += column.bytes();
        }
        bytes = total;
        published = new GrowingView(origin, rowCount, timestamps.view(), views, keys, deletes);
    }

    /** Returns the rows there are now; use it only while the segment is held. */
    public GrowingView view() {
        return published;
    }

    @Override
    public SegmentId id() {
        return origin.segment();
    }

    @Override
    public PartitionId partition() {
        return origin.partition();
    }

    @Override
    public int rowCount() {
        return published.rowCount();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public boolean tryHold() {
        return holds.tryHold();
    }

    @Override
    public void release() {
        holds.release();
    }
}
