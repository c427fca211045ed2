package io.windhover.node;

import io.windhover.model.cluster.Charge;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;

/**
 * What a node stands on.
 *
 * @param charge tells which shards it owns and which it reads
 */
public record NodePorts(Runtime runtime, CoordinatorRole coordinator, Wal wal, ObjectStore objects, Charge charge) {
    /** What a node stands on that owns and reads every shard. */
    public NodePorts(Runtime runtime, CoordinatorRole coordinator, Wal wal, ObjectStore objects) {
        this(runtime, coordinator, wal, objects, Charge.EVERYTHING);
    }
}
