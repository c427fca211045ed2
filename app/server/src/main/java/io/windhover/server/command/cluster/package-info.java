/**
 * A whole cluster on one machine, for trying and testing: its processes, the services below them, and a file that says what
 * runs. Start at {@link io.windhover.server.command.cluster.LocalCluster}. Knows processes and ports, nothing of what is
 * served.
 */
package io.windhover.server.command.cluster;
