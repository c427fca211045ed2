package io.windhover.proxy.request;

import io.windhover.model.CollectionId;
import io.windhover.model.SegmentId;
import io.windhover.model.Timestamp;
import java.util.List;

/** A flush that was started for one collection: done when everything up to {@code upTo} is in files. */
public record FlushResult(String name, CollectionId collection, List<SegmentId> segments, Timestamp upTo) {
    /** Copies the list. */
    public FlushResult {
        segments = List.copyOf(segments);
    }
}
