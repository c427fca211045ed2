/**
 * Runs of the database, or of parts of it, in a simulated world chosen by a seed. Start at {@link
 * io.windhover.simulation.Simulate}; a thing to try is a {@link io.windhover.simulation.Workload}. May not depend on the
 * server.
 */
package io.windhover.simulation;
