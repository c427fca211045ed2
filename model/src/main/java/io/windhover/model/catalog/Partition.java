package io.windhover.model.catalog;

import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;

/** A named part of a collection. */
public record Partition(PartitionId id, String name, Timestamp createdAt, PartitionState state) {
    /** Name of the partition that every collection has. */
    public static final String DEFAULT_NAME = "_default";

    /** The life of a partition; what is gone is no longer in the catalog. */
    public sealed interface PartitionState {
        /** Takes rows and is searched. */
        record Active() implements PartitionState {}

        /** Its name is free, its rows are invisible from {@code droppedAt} on; what it held is being given back. */
        record Dropping(Timestamp droppedAt) implements PartitionState {}
    }

    /** Tells whether it takes rows and is searched. */
    public boolean isActive() {
        return switch (state) {
            case PartitionState.Active _ -> true;
            case PartitionState.Dropping _ -> false;
        };
    }
}
