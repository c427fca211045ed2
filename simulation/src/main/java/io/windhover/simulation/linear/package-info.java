/**
 * Whether what concurrent callers saw of one object could have come from calls that act one after another, each at one
 * instant between its beginning and its answer. Start at {@link io.windhover.simulation.linear.LinearSearch}. Knows no
 * database.
 */
package io.windhover.simulation.linear;
