/**
 * Storms over the ports alone: processes that write, are killed, lose power, find a full or failing disk, and start
 * again. Start at {@link io.windhover.simulation.ports.WalStorm}. May know the ports and their implementations only.
 */
package io.windhover.simulation.ports;
