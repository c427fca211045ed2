/**
 * Who decides, where several processes could: start at {@link io.windhover.coordinator.leadership.Leadership}. May not
 * decide anything itself, and knows nothing of the catalog.
 */
package io.windhover.coordinator.leadership;
