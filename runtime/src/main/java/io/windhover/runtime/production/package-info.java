/**
 * The runtime of a real process: a fiber is a virtual thread, computing has a pool of its own, what is done in the
 * background has threads of lower priority, the disk is a directory.
 * Start at {@link io.windhover.runtime.production.ProductionRuntime}. May not know who runs on it; threads are never
 * interrupted here, because an interrupt would close the file that the thread happens to use.
 */
package io.windhover.runtime.production;
