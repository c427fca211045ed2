package io.windhover.segment;

import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;

/**
 * Rows of one partition of one shard that live together. Memory goes back when the last holder lets go: the one who
 * made the segment holds it once from the start, and a reader holds it while it uses a view of it.
 *
 * @see io.windhover.segment.growing.GrowingSegment
 * @see io.windhover.segment.file.SealedSegment
 */
public interface Segment {
    /** Returns the id. */
    SegmentId id();

    /** Returns the partition of all rows. */
    PartitionId partition();

    /** Returns the number of rows, deleted ones included. */
    int rowCount();

    /** Returns the bytes of memory (allocated or mapped) that this segment holds. */
    long bytes();

    /** Holds the segment once more, unless its memory has already been given back: then returns false. */
    boolean tryHold();

    /** Lets go once; the last one gives the memory back. */
    void release();
}
