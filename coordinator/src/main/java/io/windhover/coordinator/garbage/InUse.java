package io.windhover.coordinator.garbage;

import io.windhover.model.CollectionId;
import io.windhover.model.PartitionId;

/** Tells what somebody still holds although it was dropped: a pinned view, an open log, a running job. */
public interface InUse {
    /** Nobody holds anything. */
    InUse NOTHING = new InUse() {
        @Override
        public boolean inUse(CollectionId collection) {
            return false;
        }

        @Override
        public boolean inUse(CollectionId collection, PartitionId partition) {
            return false;
        }
    };

    /** Tells whether files or logs of a dropped collection are still held. */
    boolean inUse(CollectionId collection);

    /** Tells whether files of a dropped partition are still held. */
    boolean inUse(CollectionId collection, PartitionId partition);

    /** Tells whether one object that the catalog no longer names is still read. */
    default boolean inUse(String object) {
        return false;
    }
}
