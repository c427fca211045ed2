package io.windhover.proxy.filter;

import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;

/** What a piece of syntax means: a condition, a value that depends on the row, or a constant. */
sealed interface Bound {
    /** True, false or unknown for a row. */
    record Condition(Expr expr) implements Bound {}

    /** A value of a row. */
    record Term(Operand operand) implements Bound {}

    /** The same for all rows. */
    record Const(Value value) implements Bound {}

    /** Returns the type by its name in messages. */
    default String typeName() {
        return switch (this) {
            case Condition _ -> "Bool";
            case Term(Operand operand) -> operand.type().wireName();
            case Const(Value value) -> Constants.typeName(value);
        };
    }
}
