/** Tests of how others know. */
package io.windhover.coordinator.follow;
