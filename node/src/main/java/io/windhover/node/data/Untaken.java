package io.windhover.node.data;

import io.windhover.model.CollectionId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import java.util.List;
import java.util.Optional;

/**
 * Files that a job wrote and the catalog did not take, because their partition was dropped meanwhile. Nobody ever learned
 * their names, so the job gives them back at once; those of a job that a crash ended are left to the garbage sweep.
 */
final class Untaken {
    private Untaken() {}

    /**
     * Deletes the files of those segments that the catalog can not take any more: a dropped partition gets no segment, so
     * one that it does not have now it never will.
     */
    static void delete(DataPorts ports, CollectionId collection, List<SegmentEntry> written) {
        Optional<Collection> now = ports.coordinator().catalog().collections().find(collection);
        for (SegmentEntry segment : written) {
            boolean active = now.filter(Collection::isActive)
                    .flatMap(c -> c.partitions().find(segment.partition()))
                    .map(Partition::isActive)
                    .orElse(false);
            boolean taken =
                    now.map(c -> c.storage().segments().contains(segment.id())).orElse(false);
            if (!active && !taken) {
                ports.objects().delete(segment.data().name());
            }
        }
    }
}
