package io.windhover.node.query;

import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;

/** What a query node stands on; {@code data} is the way to the owners of shards. */
public record QueryPorts(Runtime runtime, CoordinatorRole coordinator, DataRole data, ObjectStore objects) {}
