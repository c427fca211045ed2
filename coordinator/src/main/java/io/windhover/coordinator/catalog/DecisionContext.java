package io.windhover.coordinator.catalog;

import io.windhover.model.Timestamp;
import io.windhover.model.cluster.Members;

/**
 * What a decision needs besides the catalog.
 *
 * @param nextId the first id that was never given
 * @param now    the time of the change; later than every change before it
 * @param limits how much the catalog may hold
 * @param members who is there to be placed on; {@link Members#NONE} for a database in one process, where nothing is placed
 */
public record DecisionContext(long nextId, Timestamp now, CatalogLimits limits, Members members) {}
