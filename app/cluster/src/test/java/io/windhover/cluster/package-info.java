/** Whole processes of a cluster in simulated time. */
package io.windhover.cluster;
