package io.windhover.segment.filter;

import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.row.Value;

/** Numbers made of two numbers, and the exact order of a whole number and one with a fraction. */
final class Arithmetic {
    private Arithmetic() {}

    /** Computes with whole numbers; the divisor is not zero. */
    static long compute(ArithmeticOperator operator, long a, long b) {
        return switch (operator) {
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
            case POWER -> throw new IllegalArgumentException("power of fields");
        };
    }

    /** Computes with numbers that may have a fraction. */
    static double compute(ArithmeticOperator operator, double a, double b) {
        return switch (operator) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO, BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT, POWER ->
                throw new IllegalArgumentException(operator + " of numbers with a fraction");
        };
    }

    static double toDouble(Value number) {
        return number instanceof Value.LongValue(long whole) ? whole : ((Value.DoubleValue) number).value();
    }

    /** Compares without rounding; NaN is greater than all. */
    static int compare(long whole, double real) {
        if (real >= 0x1p63 || Double.isNaN(real)) {
            return -1;
        }
        if (real < -0x1p63) {
            return 1;
        }
        long truncated = (long) real;
        return whole != truncated ? Long.compare(whole, truncated) : Double.compare(0.0, real - truncated + 0.0);
    }

    /** Compares; the two zeros are equal. */
    static int compare(double a, double b) {
        return Double.compare(a + 0.0, b + 0.0);
    }
}
