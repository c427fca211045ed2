package io.windhover.model.expr;

/** How two values are compared. */
public enum Comparison {
    /** Equal. */
    EQ("=="),
    /** Not equal. */
    NE("!="),
    /** Less. */
    LT("<"),
    /** Less or equal. */
    LE("<="),
    /** Greater. */
    GT(">"),
    /** Greater or equal. */
    GE(">=");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    /** Returns how a user writes it. */
    public String symbol() {
        return symbol;
    }

    /** Returns the comparison that holds for (b, a) exactly when this one holds for (a, b). */
    public Comparison flipped() {
        return switch (this) {
            case EQ -> EQ;
            case NE -> NE;
            case LT -> GT;
            case LE -> GE;
            case GT -> LT;
            case GE -> LE;
        };
    }

    /** Tells whether it holds for two values whose order is {@code order}: negative, zero or positive. */
    public boolean holds(int order) {
        return switch (this) {
            case EQ -> order == 0;
            case NE -> order != 0;
            case LT -> order < 0;
            case LE -> order <= 0;
            case GT -> order > 0;
            case GE -> order >= 0;
        };
    }

    @Override
    public String toString() {
        return symbol;
    }
}
