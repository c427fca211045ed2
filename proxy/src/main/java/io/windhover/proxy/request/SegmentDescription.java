package io.windhover.proxy.request;

import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import java.util.List;

/** A segment as statistics show it; {@code memoryBytes} is 0 unless it is loaded or growing. */
public record SegmentDescription(
        SegmentId id, PartitionId partition, boolean sealed, long rowCount, long memoryBytes, List<String> indexes) {
    /** Copies the list. */
    public SegmentDescription {
        indexes = List.copyOf(indexes);
    }
}
