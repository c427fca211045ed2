/**
 * The ground that everything stands on: time, chance, fibers, waiting and the ports to the outside. All waiting in
 * Windhover goes through here, so that a whole database runs in one thread of simulated time, chosen by a seed.
 * Start at {@link io.windhover.runtime.Runtime}. May not know what a collection is.
 */
package io.windhover.runtime;
