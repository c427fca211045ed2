package io.windhover.node.data;

import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.HybridClock;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.Wal;

/** What a data node stands on. */
public record DataPorts(
        Runtime runtime, CoordinatorRole coordinator, Wal wal, ObjectStore objects, HybridClock clock) {}
