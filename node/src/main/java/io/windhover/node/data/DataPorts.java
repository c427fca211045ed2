package io.windhover.node.data;

import io.windhover.model.cluster.Charge;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.HybridClock;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;

/**
 * What a data node stands on.
 *
 * @param charge tells which shards of the coordinator's catalog are its own
 */
public record DataPorts(
        Runtime runtime, CoordinatorRole coordinator, Wal wal, ObjectStore objects, HybridClock clock, Charge charge) {
    /** What a data node stands on that owns every shard. */
    public DataPorts(Runtime runtime, CoordinatorRole coordinator, Wal wal, ObjectStore objects, HybridClock clock) {
        this(runtime, coordinator, wal, objects, clock, Charge.EVERYTHING);
    }
}
