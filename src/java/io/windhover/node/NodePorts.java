package io.windhover.node;

import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;

/** What a node stands on. */
public record NodePorts(Runtime runtime, CoordinatorRole coordinator, Wal wal, ObjectStore objects) {}
