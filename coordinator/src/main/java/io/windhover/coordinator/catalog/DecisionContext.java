package io.windhover.coordinator.catalog;

import io.windhover.model.Timestamp;

/**
 * What a decision needs besides the catalog.
 *
 * @param nextId the first id that was never given
 * @param now    the time of the change; later than every change before it
 * @param limits how much the catalog may hold
 */
public record DecisionContext(long nextId, Timestamp now, CatalogLimits limits) {}
