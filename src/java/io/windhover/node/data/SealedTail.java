package io.windhover.node.data;

import io.windhover.model.Timestamp;
import io.windhover.runtime.port.Wal.Position;
import io.windhover.segment.growing.GrowingSegment;
import java.util.List;

/**
 * Everything of a shard between two times, sealed together for one flush.
 *
 * @param firstAt  time of its oldest change
 * @param upTo     time of its newest change
 * @param position log position of its newest change: the checkpoint once the flush is committed
 * @param segments with at least one row each, held once for the flush
 * @param deletes  of this time
 */
record SealedTail(
        Timestamp firstAt, Timestamp upTo, Position position, List<GrowingSegment> segments, DeleteLog.Slice deletes) {
    SealedTail {
        segments = List.copyOf(segments);
    }

    /** Lets go of the segments on behalf of the flush. */
    void release() {
        segments.forEach(GrowingSegment::release);
    }
}
