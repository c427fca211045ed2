/**
 * Who has seen what the leader decided: start at {@link io.windhover.coordinator.witness.WitnessedCoordinator}. May not
 * decide anything, and holds up nothing but answers.
 */
package io.windhover.coordinator.witness;
