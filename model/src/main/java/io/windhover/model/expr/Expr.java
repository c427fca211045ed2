package io.windhover.model.expr;

/** A bound condition on a row. */
public interface Expr {}
