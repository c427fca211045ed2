/** Tests of who leads. */
package io.windhover.coordinator.leadership;
