/** Tests of who is there. */
package io.windhover.coordinator.membership;
