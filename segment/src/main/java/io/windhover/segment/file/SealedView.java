package io.windhover.segment.file;

import io.windhover.index.bits.Bits;
import io.windhover.index.scalar.NgramIndex;
import io.windhover.index.scalar.ScalarIndex;
import io.windhover.model.FieldId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.IndexedPath;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.schema.FieldSchema;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.rows.ColumnView;
import io.windhover.segment.rows.FieldIndex;
import io.windhover.segment.rows.FixedView;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.KeyList;
import io.windhover.segment.rows.OrderedKeys;
import io.windhover.segment.rows.SegmentView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows of a sealed segment with the deletes known at some moment. */
public final class SealedView implements SegmentView {
    private final SealedSegment sealed;
    private final SegmentDeletes deletes;
    private final List<OpenIndex> indexes;

    SealedView(SealedSegment sealed, SegmentDeletes deletes, List<OpenIndex> indexes) {
        this.sealed = sealed;
        this.deletes = deletes;
        this.indexes = List.copyOf(indexes);
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
    public Bits later(Bits rows, Timestamp time) {
        if (sealed.minTimestamp().isAfter(time)) {
            return rows;
        }
        return sealed.later(time).copy().and(rows);
    }

    @Override
    public boolean isKeyOrdered() {
        return true;
    }

    @Override
    public Optional<FieldIndex> index(FieldId field) {
        return indexesOn(field).findFirst();
    }

    @Override
    public Optional<ScalarIndex> index(FieldId field, IndexedPath path) {
        return indexesOn(field)
                .flatMap(index ->
                        index instanceof FieldIndex.OfPath(IndexedPath on, ScalarIndex values) && on.equals(path)
                                ? Stream.of(values)
                                : Stream.empty())
                .findFirst();
    }

    @Override
    public Optional<NgramIndex> ngrams(FieldId field, List<String> path) {
        return indexesOn(field)
                .flatMap(index ->
                        index instanceof FieldIndex.OfNgrams(List<String> on, NgramIndex texts) && on.equals(path)
                                ? Stream.of(texts)
                                : Stream.empty())
                .findFirst();
    }

    private Stream<FieldIndex> indexesOn(FieldId field) {
        return indexes.stream().filter(open -> open.field().equals(field)).map(OpenIndex::index);
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
