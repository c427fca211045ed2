/**
 * What a cluster of processes does for clients; start at {@link io.windhover.bench.cluster.ClusterBench}. Speaks the wire
 * only.
 */
package io.windhover.bench.cluster;
