package io.windhover.segment.file;

import io.windhover.index.bits.Bits;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.KeyList;
import io.windhover.segment.rows.OrderedKeys;
import io.windhover.segment.rows.SegmentView;

/** The rows of a sealed segment with the deletes known at some moment. */
public final class SealedView implements SegmentView {
    private final SealedSegment sealed;
    private final SegmentDeletes deletes;

    SealedView(SealedSegment sealed, SegmentDeletes deletes) {
        this.sealed = sealed;
        this.deletes = deletes;
    }

    @Override
    public SegmentId segment() {
        return sealed.id();
    }

    @Override
    public PartitionId partition() {
        return sealed.partition();
    }

    @Override
    public int rowCount() {
        return sealed.rowCount();
    }

    @Override
    public FieldSchema keyField() {
        return sealed.keyField();
    }

    @Override
    public ColumnView column(FieldSchema field) {
        return sealed.column(field);
    }

    @Override
    public FixedView timestamps() {
        return sealed.timestamps();
    }

    @Override
    public Bits visible(Timestamp readAt) {
        Bits alive = deletes.aliveAt(readAt.value());
        if (sealed.maxTimestamp().value() <= readAt.value()) {
            return alive;
        }
        Bits rows = alive.copy();
        FixedView times = timestamps();
        for (int row = 0; row < rows.size(); row++) {
            if (times.longAt(row) > readAt.value()) {
                rows.clear(row);
            }
        }
        return rows;
    }

    @Override
    public boolean isKeyOrdered() {
        return true;
    }

    @Override
    public boolean hasRepeatedKeys() {
        return sealed.hasRepeatedKeys();
    }

    @Override
    public int[] rowsOf(PrimaryKeys keys) {
        return new OrderedKeys(new KeyColumn(keys()), rowCount()).rows(KeyList.of(keys));
    }

    @Override
    public Bits undeleted(Timestamp at) {
        return deletes.aliveAt(at.value());
    }
}
