package io.windhover.model.expr;

/**
 * What two numbers are made into one with. Two whole numbers give a whole number (64 bits, wrapping; division rounds
 * toward zero), otherwise the result is a double. Division by zero, and a result that is not finite, give no value. The
 * operators on bits and the remainder take whole numbers only.
 */
public enum ArithmeticOperator {
    /** Sum. */
    ADD("+"),
    /** Difference. */
    SUBTRACT("-"),
    /** Product. */
    MULTIPLY("*"),
    /** Quotient. */
    DIVIDE("/"),
    /** Remainder with the sign of the dividend. */
    MODULO("%"),
    /** Power; of constants only. */
    POWER("**"),
    /** Bits set in both. */
    BIT_AND("&"),
    /** Bits set in any. */
    BIT_OR("|"),
    /** Bits set in one. */
    BIT_XOR("^"),
    /** Bits moved up; the distance counts modulo 64. */
    SHIFT_LEFT("<<"),
    /** Bits moved down, keeping the sign; the distance counts modulo 64. */
    SHIFT_RIGHT(">>");

    private final String symbol;

    ArithmeticOperator(String symbol) {
        this.symbol = symbol;
    }

    /** Returns how a user writes it. */
    public String symbol() {
        return symbol;
    }

    /** Tells whether it works on the bits of whole numbers. */
    public boolean isBitwise() {
        return ordinal() >= BIT_AND.ordinal();
    }

    @Override
    public String toString() {
        return symbol;
    }
}
