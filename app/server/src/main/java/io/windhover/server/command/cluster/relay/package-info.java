/**
 * A relay between the processes of a cluster on one machine, which lets nothing through where a network is to be cut.
 * Start at {@link io.windhover.server.command.cluster.relay.Relay}.
 */
package io.windhover.server.command.cluster.relay;
