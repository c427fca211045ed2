/** Filters from text to rows, across the rooms that parse and evaluate them. */
package io.windhover.simulation.filter;
