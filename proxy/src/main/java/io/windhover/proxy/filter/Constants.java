package io.windhover.proxy.filter;

import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Comparison;
import io.windhover.model.row.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/** Arithmetic and comparison of values that are known before any row is read, and their names in messages. */
final class Constants {
    private Constants() {}

    static String typeName(Value value) {
        return switch (value) {
            case Value.BoolValue _ -> "Bool";
            case Value.LongValue _ -> "Int64";
            case Value.DoubleValue _ -> "Double";
            case Value.StringValue _ -> "VarChar";
            case Value.ListValue _ -> "Array";
        };
    }

    /** Returns a value in the form that Milvus's messages have. */
    static String show(Value value) {
        return switch (value) {
            case Value.BoolValue(boolean bool) -> "bool_val:" + bool;
            case Value.LongValue(long whole) -> "int64_val:" + whole;
            case Value.DoubleValue(double real) ->
                "float_val:" + (real == Math.rint(real) && Math.abs(real) < 1e15 ? Long.toString((long) real) : real);
            case Value.StringValue(String text) -> "string_val:\"" + text + "\"";
            case Value.ListValue list -> "array_val of " + list.values().size();
        };
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.LongValue || value instanceof Value.DoubleValue;
    }

    static double toDouble(Value number) {
        return number instanceof Value.LongValue(long whole) ? whole : ((Value.DoubleValue) number).value();
    }

    /** Returns how two values are ordered, nothing if they are of different kinds or have no order. */
    static OptionalInt order(Value left, Value right) {
        if (left instanceof Value.LongValue(long a) && right instanceof Value.LongValue(long b)) {
            return OptionalInt.of(Long.compare(a, b));
        }
        if (isNumber(left) && isNumber(right)) {
            double a = toDouble(left) + 0.0;
            double b = toDouble(right) + 0.0;
            return OptionalInt.of(Double.compare(a, b));
        }
        if (left instanceof Value.BoolValue(boolean a) && right instanceof Value.BoolValue(boolean b)) {
            return OptionalInt.of(Boolean.compare(a, b));
        }
        if (left instanceof Value.StringValue(String a) && right instanceof Value.StringValue(String b)) {
            return OptionalInt.of(
                    Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        }
        return OptionalInt.empty();
    }

    static boolean compare(Comparison comparison, Value left, Value right, Span span, String filter) {
        OptionalInt order = order(left, right);
        if (order.isEmpty()) {
            throw FilterFault.at(
                    span, "comparison operations cannot be applied to two incompatible operands: %s", span.of(filter));
        }
        return comparison.holds(order.getAsInt());
    }

    static Value negate(Value value, Span span) {
        return switch (value) {
            case Value.LongValue(long whole) -> new Value.LongValue(-whole);
            case Value.DoubleValue(double real) -> new Value.DoubleValue(-real);
            case Value.BoolValue _, Value.StringValue _, Value.ListValue _ ->
                throw FilterFault.at(span, "'-' can only be used on integer or floating expressions");
        };
    }

    /** Computes with two numbers; whole ones stay whole. */
    static Value compute(ArithmeticOperator operator, Value left, Value right, Span span) {
        if (!isNumber(left) || !isNumber(right)) {
            throw FilterFault.at(
                    span, "'%s' can only be used between integer or floating expressions", operator.symbol());
        }
        if (left instanceof Value.LongValue(long a) && right instanceof Value.LongValue(long b)) {
            return computeWhole(operator, a, b, span);
        }
        return computeReal(operator, toDouble(left), toDouble(right), span);
    }

    private static Value computeWhole(ArithmeticOperator operator, long a, long b, Span span) {
        if (operator == ArithmeticOperator.POWER) {
            return power(a, b);
        }
        checkDivisor(operator, b == 0, span);
        return new Value.LongValue(
                switch (operator) {
                    case ADD -> a + b;
                    case SUBTRACT -> a - b;
                    case MULTIPLY -> a * b;
                    case DIVIDE -> a / b;
                    case MODULO -> a % b;
                    case BIT_AND -> a & b;
                    case BIT_OR -> a | b;
                    case BIT_XOR -> a ^ b;
                    case SHIFT_LEFT -> a << b;
                    case SHIFT_RIGHT -> a >> b;
                    case POWER -> throw new IllegalStateException("power is not computed here");
                });
    }

    private static Value power(long base, long exponent) {
        double real = Math.pow(base, exponent);
        if (exponent < 0 || Math.abs(real) >= 0x1p62) {
            return new Value.DoubleValue(real);
        }
        long whole = 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                whole *= square;
            }
            square *= square;
        }
        return new Value.LongValue(whole);
    }

    private static Value computeReal(ArithmeticOperator operator, double a, double b, Span span) {
        checkDivisor(operator, b == 0, span);
        double real = switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POWER -> Math.pow(a, b);
            case MODULO -> throw FilterFault.at(span, "modulo can only apply on integer");
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT ->
                throw FilterFault.at(span, "'%s' can only be used between integers", operator.symbol());
        };
        if (Double.isNaN(real) || Double.isInfinite(real)) {
            throw FilterFault.at(span, "the result of '%s' is no number", operator.symbol());
        }
        return new Value.DoubleValue(real);
    }

    static void checkDivisor(ArithmeticOperator operator, boolean zero, Span span) {
        if (zero && operator == ArithmeticOperator.DIVIDE) {
            throw FilterFault.at(span, "cannot divide by zero");
        }
        if (zero && operator == ArithmeticOperator.MODULO) {
            throw FilterFault.at(span, "cannot modulo by zero");
        }
    }
}
