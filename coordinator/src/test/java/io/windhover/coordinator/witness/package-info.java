/** Tests of who knows. */
package io.windhover.coordinator.witness;
