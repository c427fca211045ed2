/** Whether the search tells histories that have an order from those that have none. */
package io.windhover.simulation.linear;
