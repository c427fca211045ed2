/**
 * The filter language, from text to a bound condition. Start at {@link io.windhover.proxy.filter.FilterParser}: grammar,
 * then {@link io.windhover.proxy.filter.Syntax}, then a bound expression. May not evaluate anything but constants.
 */
package io.windhover.proxy.filter;
