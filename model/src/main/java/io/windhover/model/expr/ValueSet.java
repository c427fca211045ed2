package io.windhover.model.expr;

import io.windhover.model.Invariant;
import java.util.Arrays;
import java.util.List;

/** The values of a list, all of one kind, each once, ascending. Arrays are not changed after the set was made. */
public sealed interface ValueSet {
    /** Returns the number of values. */
    int count();

    /** Whole numbers. */
    record Longs(long[] values) implements ValueSet {
        /** Checks the order. */
        public Longs {
            for (int i = 1; i < values.length; i++) {
                Invariant.check(values[i - 1] < values[i], "values of a list are not ascending");
            }
        }

        /** Sorts and removes repetitions. */
        public static Longs of(long... values) {
            return new Longs(Arrays.stream(values).sorted().distinct().toArray());
        }

        @Override
        public int count() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Longs set && Arrays.equals(set.values, values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** Numbers with a fraction; no NaN, no negative zero. */
    record Doubles(double[] values) implements ValueSet {
        /** Checks the order. */
        public Doubles {
            for (int i = 1; i < values.length; i++) {
                Invariant.check(values[i - 1] < values[i], "values of a list are not ascending");
            }
        }

        /** Sorts and removes repetitions. */
        public static Doubles of(double... values) {
            return new Doubles(
                    Arrays.stream(values).map(v -> v + 0.0).sorted().distinct().toArray());
        }

        @Override
        public int count() {
            return values.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Doubles set && Arrays.equals(set.values, values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** Texts. */
    record Strings(List<String> values) implements ValueSet {
        /** Sorts and removes repetitions. */
        public Strings {
            values = values.stream().sorted().distinct().toList();
        }

        @Override
        public int count() {
            return values.size();
        }
    }

    /** True, false, both or neither. */
    record Booleans(boolean hasFalse, boolean hasTrue) implements ValueSet {
        @Override
        public int count() {
            return (hasFalse ? 1 : 0) + (hasTrue ? 1 : 0);
        }
    }
}
