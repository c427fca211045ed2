/**
 * A filter after parsing and binding: conditions on a row, with fields by id and values of the right type. Start at
 * {@link io.windhover.model.expr.Expr}. Values only; parsed in the proxy, evaluated in a segment.
 */
package io.windhover.model.expr;
