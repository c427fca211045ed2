/**
 * The one who decides. Start at {@link io.windhover.coordinator.Coordinator}: it answers the coordinator's role by
 * passing every command to the one fiber that owns the catalog.
 */
package io.windhover.coordinator;
