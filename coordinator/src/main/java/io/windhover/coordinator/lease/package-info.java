/**
 * Keys of the metadata store that one process holds for as long as it lives: start at {@link
 * io.windhover.coordinator.lease.LeasedKey}. Knows neither the catalog nor what a key is good for.
 */
package io.windhover.coordinator.lease;
