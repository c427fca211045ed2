package io.windhover.proxy.filter;

import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.Optional;

/** Brings a constant to the type of what it is compared with. */
final class Casts {
    private Casts() {}

    /**
     * Returns the constant as a value of the type, nothing if the kinds differ. A fraction does not become a whole
     * number here; a number for a Float is rounded to float, so that it equals what was stored from the same digits.
     */
    static Optional<Value> to(DataType type, Value value) {
        return switch (type) {
            case BOOL -> Optional.of(value).filter(Value.BoolValue.class::isInstance);
            case INT8, INT16, INT32, INT64 -> Optional.of(value).filter(Value.LongValue.class::isInstance);
            case FLOAT -> number(value).map(real -> new Value.DoubleValue((float) real.value()));
            case DOUBLE -> number(value).map(real -> real);
            case VARCHAR -> Optional.of(value).filter(Value.StringValue.class::isInstance);
            case JSON -> Optional.of(canonical(value));
            case ARRAY,
                    BINARY_VECTOR,
                    FLOAT_VECTOR,
                    FLOAT16_VECTOR,
                    BFLOAT16_VECTOR,
                    SPARSE_FLOAT_VECTOR,
                    INT8_VECTOR -> Optional.empty();
        };
    }

    private static Optional<Value.DoubleValue> number(Value value) {
        return Constants.isNumber(value)
                ? Optional.of(new Value.DoubleValue(Constants.toDouble(value) + 0.0))
                : Optional.empty();
    }

    /** Returns 1 for 1.0, in lists too, so that equal numbers look equal. */
    static Value canonical(Value value) {
        return switch (value) {
            case Value.DoubleValue(double real) when isWhole(real) -> new Value.LongValue((long) real);
            case Value.ListValue list ->
                new Value.ListValue(list.values().stream().map(Casts::canonical).toList());
            case Value.BoolValue _, Value.LongValue _, Value.DoubleValue _, Value.StringValue _ -> value;
        };
    }

    static boolean isWhole(double real) {
        return real == Math.rint(real) && real >= -0x1p63 && real < 0x1p63;
    }

    /** Returns the comparison of a whole number with a fraction as one with a whole number, or as settled. */
    static Expr wholeWithFraction(Operand operand, Comparison comparison, double fraction) {
        if (isWhole(fraction)) {
            return new Expr.Compare(operand, comparison, new Value.LongValue((long) fraction));
        }
        return switch (comparison) {
            case EQ -> Conditions.never(operand);
            case NE -> Conditions.always(operand);
            case LT, LE -> limit(operand, Comparison.LE, Math.floor(fraction));
            case GT, GE -> limit(operand, Comparison.GE, Math.ceil(fraction));
        };
    }

    private static Expr limit(Operand operand, Comparison comparison, double limit) {
        if (limit >= 0x1p63) {
            return comparison == Comparison.LE ? Conditions.always(operand) : Conditions.never(operand);
        }
        if (limit < -0x1p63) {
            return comparison == Comparison.LE ? Conditions.never(operand) : Conditions.always(operand);
        }
        return new Expr.Compare(operand, comparison, new Value.LongValue((long) limit));
    }
}
