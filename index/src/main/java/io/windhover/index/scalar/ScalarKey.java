package io.windhover.index.scalar;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One value to look for, or found, in a scalar index. */
public sealed interface ScalarKey {
    /** Returns a whole number. */
    static ScalarKey of(long value) {
        return new WholeKey(value);
    }

    /** Returns a real number; for a Float field give it narrowed to float, as the scan compares it. */
    static ScalarKey of(double value) {
        return new RealKey(value);
    }

    /** Returns a truth value, stored as 0 or 1. */
    static ScalarKey of(boolean value) {
        return new WholeKey(value ? 1 : 0);
    }

    /** Returns a text. */
    static ScalarKey of(String value) {
        return new TextKey(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells whether this is not a number, which equals nothing and lies in no range. */
    default boolean isNaN() {
        return this instanceof RealKey real && Double.isNaN(real.value());
    }

    /**
     * Bool (0, 1), Int8 to Int64.
     *
     * @param value the number
     */
    record WholeKey(long value) implements ScalarKey {}

    /**
     * Float and Double.
     *
     * @param value the number; a Float as the double that equals it
     */
    record RealKey(double value) implements ScalarKey {}

    /**
     * VarChar.
     *
     * @param utf8 the text, not changed after it was handed over
     */
    record TextKey(byte[] utf8) implements ScalarKey {
        /** Returns the text. */
        public String text() {
            return new String(utf8, StandardCharsets.UTF_8);
        }

        MemorySegment segment() {
            return MemorySegment.ofArray(utf8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TextKey key && Arrays.equals(key.utf8, utf8);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(utf8);
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
