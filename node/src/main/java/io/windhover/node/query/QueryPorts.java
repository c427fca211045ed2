package io.windhover.node.query;

import io.windhover.model.cluster.Charge;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;

/**
 * What a query node stands on.
 *
 * @param data   the way to the owners of shards
 * @param charge tells which shards of the coordinator's catalog it reads
 */
public record QueryPorts(
        Runtime runtime, CoordinatorRole coordinator, DataRole data, ObjectStore objects, Charge charge) {
    /** What a query node stands on that reads every shard. */
    public QueryPorts(Runtime runtime, CoordinatorRole coordinator, DataRole data, ObjectStore objects) {
        this(runtime, coordinator, data, objects, Charge.EVERYTHING);
    }
}
