/**
 * How a process knows what the leader decided: start at {@link io.windhover.coordinator.follow.FollowedCatalog}. Reads
 * the metadata store only.
 */
package io.windhover.coordinator.follow;
