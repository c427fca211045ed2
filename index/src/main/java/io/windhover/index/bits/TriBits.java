package io.windhover.index.bits;

/**
 * A truth value of SQL (true, false or unknown) for each row. No row is both true and unknown. Operations return new
 * values and never change their operands, but a result may share memory with an operand: treat the sets of a TriBits as
 * read-only.
 *
 * @param isTrue rows for which it is true
 * @param isNull rows for which it is unknown
 */
public record TriBits(Bits isTrue, Bits isNull) {
    /** Checks that both sets range over the same rows. */
    public TriBits {
        if (isTrue.size() != isNull.size()) {
            throw new IllegalArgumentException("truth of " + isTrue.size() + " and " + isNull.size() + " rows");
        }
        assert isTrue.copy().and(isNull).isEmpty() : "a row both true and unknown";
    }

    /** Returns the truth of a condition that is never unknown. */
    public static TriBits of(Bits isTrue) {
        return new TriBits(isTrue, new Bits(isTrue.size()));
    }

    /** Returns the same truth for every row. */
    public static TriBits constant(int size, boolean value) {
        return of(value ? Bits.all(size) : new Bits(size));
    }

    /** Returns unknown for every row. */
    public static TriBits unknown(int size) {
        return new TriBits(new Bits(size), Bits.all(size));
    }

    /** Returns the number of rows. */
    public int size() {
        return isTrue.size();
    }

    /** Returns the rows for which it is false, in memory of its own. */
    public Bits isFalse() {
        return isTrue.copy().or(isNull).not();
    }

    /** Returns Kleene's conjunction: false wins over unknown, unknown over true. */
    public TriBits and(TriBits other) {
        Bits bothTrue = isTrue.copy().and(other.isTrue);
        Bits unknown = isTrue.copy().or(isNull).and(other.isTrue.copy().or(other.isNull));
        return new TriBits(bothTrue, unknown.andNot(bothTrue));
    }

    /** Returns Kleene's disjunction: true wins over unknown, unknown over false. */
    public TriBits or(TriBits other) {
        Bits anyTrue = isTrue.copy().or(other.isTrue);
        Bits unknown = isNull.copy().or(other.isNull);
        return new TriBits(anyTrue, unknown.andNot(anyTrue));
    }

    /** Returns the negation; unknown stays unknown. */
    public TriBits not() {
        return new TriBits(isFalse(), isNull);
    }
}
