package io.windhover.model.row;

import java.util.List;

/** One scalar value, as in a filter or a default. */
public sealed interface Value {
    /** True or false. */
    record BoolValue(boolean value) implements Value {}

    /** A whole number. */
    record LongValue(long value) implements Value {}

    /** A number with a fraction. */
    record DoubleValue(double value) implements Value {}

    /** Text. */
    record StringValue(String value) implements Value {}

    /** A list of values. */
    record ListValue(List<Value> values) implements Value {
        /** Copies the list. */
        public ListValue {
            values = List.copyOf(values);
        }
    }
}
