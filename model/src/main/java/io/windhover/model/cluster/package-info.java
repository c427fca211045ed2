/**
 * The processes of a cluster. Start at {@link io.windhover.model.cluster.Members}: who is there; who is in charge of what is
 * a part of the catalog ({@link io.windhover.model.catalog.ShardPlacement}), so it changes atomically and everybody follows
 * it in the same order.
 */
package io.windhover.model.cluster;
