package io.windhover.index.scalar;

/**
 * The distinct values of a field in ascending order, with NaN after all numbers. A value's place in it is its ordinal;
 * every predicate becomes one range of ordinals.
 */
sealed interface Dictionary permits NumberDictionary, TextDictionary, FrontCodedDictionary {
    /** Receives values in ascending order. */
    @FunctionalInterface
    interface Visitor {
        void visit(int ordinal, ScalarKey key);
    }

    /** Returns the number of values. */
    int size();

    /** Returns the number of values without NaN. */
    int comparableSize();

    /**
     * Returns the number of values less than {@code key}, or also equal to it: the ordinal where it would stand.
     *
     * @param key not NaN
     */
    int countBelow(ScalarKey key, boolean inclusive);

    /** Calls {@code visitor} with the values {@code from} to {@code to - 1}. */
    void forEach(int from, int to, Visitor visitor);
}
