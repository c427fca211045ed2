/**
 * A cluster in a simulated world: processes on shared stores and a network, and what can happen to them. Start at {@link
 * io.windhover.simulation.cluster.SimulatedCluster}. Knows nothing of what clients ask.
 */
package io.windhover.simulation.cluster;
