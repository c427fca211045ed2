package io.windhover.model;

/**
 * A point in the order of all changes: milliseconds since 1970 in the upper 46 bits, a counter within the millisecond
 * in the lower 18. Milvus's clients compute with the same layout.
 */
public record Timestamp(long value) implements Comparable<Timestamp> {
    /** Bits of the counter within one millisecond. */
    public static final int LOGICAL_BITS = 18;

    /** Before every change. */
    public static final Timestamp ZERO = new Timestamp(0);

    /** After every change. */
    public static final Timestamp MAX = new Timestamp(Long.MAX_VALUE);

    /** Rejects negative values. */
    public Timestamp {
        Invariant.check(value >= 0, "timestamp {} is negative", value);
    }

    /** Returns the first timestamp of a millisecond. */
    public static Timestamp ofMillis(long epochMs) {
        return new Timestamp(epochMs << LOGICAL_BITS);
    }

    /** Returns the millisecond since 1970. */
    public long epochMs() {
        return value >>> LOGICAL_BITS;
    }

    /** Returns the timestamp {@code count} places later. */
    public Timestamp plus(long count) {
        return new Timestamp(value + count);
    }

    /** Tells whether this is later than {@code other}. */
    public boolean isAfter(Timestamp other) {
        return value > other.value;
    }

    /** Returns the later of the two. */
    public static Timestamp max(Timestamp a, Timestamp b) {
        return a.value >= b.value ? a : b;
    }

    @Override
    public int compareTo(Timestamp other) {
        return Long.compare(value, other.value);
    }
}
