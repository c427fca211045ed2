/**
 * A world chosen by a seed: time, order, disks that lose power, networks that lose messages. Exactly one fiber runs at a
 * time, so the same seed gives the same run. Start at {@link io.windhover.runtime.simulated.Simulation}. May not ask the
 * real clock or a real random for anything that a run depends on.
 */
package io.windhover.runtime.simulated;
