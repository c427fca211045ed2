package io.windhover.segment.growing;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.Constants;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.KeyList;
import io.windhover.segment.rows.SegmentView;
import java.util.Map;

/**
 * The rows that a growing segment had at some moment. Take the view after the read time is known: it then has every
 * change up to that time. Later changes never show through at that read time.
 */
public final class GrowingView implements SegmentView {
    /** What does not change over a segment's life. */
    record Origin(SegmentId segment, PartitionId partition, FieldSchema keyField) {}

    private final Origin origin;
    private final int rowCount;
    private final FixedView timestamps;
    private final Map<FieldId, ColumnView> columns;
    private final KeyTable keyTable;
    private final DeleteTimes deletes;
    private final boolean repeatedKeys;

    GrowingView(
            Origin origin,
            int rowCount,
            FixedView timestamps,
            Map<FieldId, ColumnView> columns,
            KeyTable keyTable,
            DeleteTimes deletes) {
        this.origin = origin;
        this.rowCount = rowCount;
        this.timestamps = timestamps;
        this.columns = columns;
        this.keyTable = keyTable;
        this.deletes = deletes;
        this.repeatedKeys = keyTable.isRepeated();
    }

    @Override
    public SegmentId segment() {
        return origin.segment();
    }

    @Override
    public PartitionId partition() {
        return origin.partition();
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    @Override
    public FieldSchema keyField() {
        return origin.keyField();
    }

    @Override
    public ColumnView column(FieldSchema field) {
        ColumnView column = columns.get(field.id());
        return column != null ? column : Constants.absent(field);
    }

    @Override
    public FixedView timestamps() {
        return timestamps;
    }

    @Override
    public Bits visible(Timestamp readAt) {
        Bits rows = new Bits(rowCount).setRange(0, rowsUpTo(readAt.value()));
        deletes.removeDeleted(rows, readAt.value());
        return rows;
    }

    @Override
    public Bits later(Bits rows, Timestamp time) {
        int first = rowsUpTo(time.value());
        return first == 0 ? rows : new Bits(rowCount).setRange(first, rowCount).and(rows);
    }

    /** Returns how many rows there were at a time; rows are in the order of their times. */
    private int rowsUpTo(long time) {
        int low = 0;
        int high = rowCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timestamps.longAt(middle) <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean isKeyOrdered() {
        return false;
    }

    @Override
    public boolean hasRepeatedKeys() {
        return repeatedKeys;
    }

    @Override
    public int[] rowsOf(PrimaryKeys keys) {
        return keyTable.rows(new KeyColumn(keys()), KeyList.of(keys), rowCount);
    }

    @Override
    public Bits undeleted(Timestamp at) {
        Bits rows = Bits.all(rowCount);
        deletes.removeDeleted(rows, at.value());
        return rows;
    }

    /** Returns how many rows were deleted when the view was taken. */
    public int deletedCount() {
        return deletes.deletedCount();
    }

    DeleteTimes deletes() {
        return deletes;
    }

    KeyTable keyTable() {
        return keyTable;
    }
}
