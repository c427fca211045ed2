/**
 * Who shall be in charge of which shard as members come and go: {@link
 * io.windhover.coordinator.placement.PlacementPlanner} says what to do next, {@link
 * io.windhover.coordinator.placement.Placing} does it. May not move anything but by a command.
 */
package io.windhover.coordinator.placement;
