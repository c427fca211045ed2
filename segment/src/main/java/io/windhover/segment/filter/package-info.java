/**
 * Which rows of one segment a filter lets through. Start at {@link io.windhover.segment.filter.FilterEvaluator}. Pure
 * computation in three-valued logic, block by block over the columns that {@link
 * io.windhover.segment.filter.FilterColumns} gives; knows neither files nor memory layouts nor other segments.
 */
package io.windhover.segment.filter;
