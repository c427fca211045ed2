/**
 * What stands between the parts of a simulated database. Start at {@link
 * io.windhover.simulation.network.FaultyNetwork}.
 */
package io.windhover.simulation.network;
