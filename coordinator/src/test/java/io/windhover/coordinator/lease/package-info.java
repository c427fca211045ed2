/** Tests of keys held under a lease. */
package io.windhover.coordinator.lease;
