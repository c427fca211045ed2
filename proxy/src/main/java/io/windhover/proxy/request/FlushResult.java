package io.windhover.proxy.request;

import io.windhover.model.CollectionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import java.util.List;

/**
 * A flush of one collection.
 *
 * @param segments that were growing when it started
 * @param upTo     everything up to here is to be in files
 * @param isDone   whether it was by the time of the answer
 */
public record FlushResult(
        String name, CollectionId collection, List<SegmentId> segments, Timestamp upTo, boolean isDone) {
    /** Copies the list. */
    public FlushResult {
        segments = List.copyOf(segments);
    }

    /** Returns it as done. */
    public FlushResult done() {
        return new FlushResult(name, collection, segments, upTo, true);
    }
}
