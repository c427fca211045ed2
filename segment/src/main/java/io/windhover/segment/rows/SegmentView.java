package io.windhover.segment.rows;

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
import java.util.List;
import java.util.Optional;

/**
 * An immutable picture of the rows of one segment, numbered from 0. Usable by any thread as long as the caller holds
 * the segment it came from.
 */
public interface SegmentView {
    /** Returns the segment. */
    SegmentId segment();

    /** Returns the partition of all rows. */
    PartitionId partition();

    /** Returns the number of rows, deleted ones included. */
    int rowCount();

    /** Returns the primary key's field. */
    FieldSchema keyField();

    /** Returns the values of a field; a field added after the rows has its default or null in all of them. */
    ColumnView column(FieldSchema field);

    /** Returns the values of the primary key. */
    default ColumnView keys() {
        return column(keyField());
    }

    /** Returns the time of each row, 64 bits. */
    FixedView timestamps();

    /**
     * Returns the rows that a read at {@code readAt} sees: there by then, and no delete of their key later than
     * themselves by then. The set is shared: the caller copies it before changing it.
     */
    Bits visible(Timestamp readAt);

    /**
     * Returns those of some rows that are later than a time: {@code rows} itself if all are, else a set of its own, which
     * leaves {@code rows} as it was.
     */
    Bits later(Bits rows, Timestamp time);

    /** Tells whether rows are in ascending order of (primary key, newest first). */
    boolean isKeyOrdered();

    /** Tells whether several rows may have the same key. */
    boolean hasRepeatedKeys();

    /** Returns the index on a field that is not JSON, if one is open. */
    default Optional<FieldIndex> index(FieldId field) {
        return Optional.empty();
    }

    /** Returns the index on some values in a JSON field, if one is open. */
    default Optional<ScalarIndex> index(FieldId field, IndexedPath path) {
        return Optional.empty();
    }

    /**
     * Returns the index on the n-grams of a field's texts, if one is open.
     *
     * @param path where the texts are in a JSON field; empty for a VarChar field
     */
    default Optional<NgramIndex> ngrams(FieldId field, List<String> path) {
        return Optional.empty();
    }

    /** Returns the rows with any of the keys, deleted or not, in ascending order. */
    int[] rowsOf(PrimaryKeys keys);

    /** Returns the rows not deleted at or before a time, there by then or not; shared like {@link #visible}. */
    Bits undeleted(Timestamp at);
}
