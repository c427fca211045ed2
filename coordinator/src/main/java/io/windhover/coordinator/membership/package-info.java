/**
 * Who is there: start at {@link io.windhover.coordinator.membership.Membership}, by which a process says that it is, and
 * {@link io.windhover.coordinator.membership.FollowedMembers}, by which others know. May not decide what follows from it.
 */
package io.windhover.coordinator.membership;
