/** Tests of who is in charge. */
package io.windhover.coordinator.placement;
