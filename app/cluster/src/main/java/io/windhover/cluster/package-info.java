/**
 * Assembly of a database whose roles are in several processes, over any runtime, stores and network: the real ones in
 * production, simulated ones in simulation. No transport library.
 */
package io.windhover.cluster;
