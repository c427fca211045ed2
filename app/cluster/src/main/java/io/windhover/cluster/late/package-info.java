/**
 * Stores that may be away when a process starts: start at {@link io.windhover.cluster.late.Late}. A process that does not
 * need one serves all the same; what needs it is refused with a retriable error until it is there.
 */
package io.windhover.cluster.late;
