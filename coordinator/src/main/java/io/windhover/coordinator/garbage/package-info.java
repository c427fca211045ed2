/**
 * Gives back what nobody names any more. Start at {@link io.windhover.coordinator.garbage.GarbageSweep}. It compares the
 * catalog with the world and takes idempotent steps; it may not decide that something is dropped.
 */
package io.windhover.coordinator.garbage;
