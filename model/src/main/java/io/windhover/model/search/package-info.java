/**
 * Reads as values: what is asked and what is found. Start at {@link io.windhover.model.search.SearchPlan}. Names are
 * resolved before a plan is made.
 */
package io.windhover.model.search;
