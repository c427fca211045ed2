/**
 * The roles of a database in several processes as if they were here: each call finds the process that the catalog names,
 * and another one if that cannot answer. Start at {@link io.windhover.cluster.route.PlacedQuery}, {@link
 * io.windhover.cluster.route.PlacedDataRole} and {@link io.windhover.cluster.route.RemoteCoordinator}. Keeps nothing that
 * could not be found out anew.
 */
package io.windhover.cluster.route;
