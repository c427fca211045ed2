package io.windhover.proxy.filter;

import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import java.util.Arrays;
import java.util.List;

/** Lists of values of one kind, into sets and back. */
final class ValueSets {
    private ValueSets() {}

    /** Makes a set of values that are all of the first one's kind; at least one. */
    static ValueSet of(List<? extends Value> values) {
        return switch (values.getFirst()) {
            case Value.LongValue _ -> longs(values);
            case Value.DoubleValue _ ->
                ValueSet.Doubles.of(
                        values.stream().mapToDouble(Constants::toDouble).toArray());
            case Value.StringValue _ ->
                new ValueSet.Strings(values.stream()
                        .map(v -> ((Value.StringValue) v).value())
                        .toList());
            case Value.BoolValue _ ->
                new ValueSet.Booleans(
                        values.contains(new Value.BoolValue(false)), values.contains(new Value.BoolValue(true)));
            case Value.ListValue _ -> throw new IllegalArgumentException("a list of lists is no set");
        };
    }

    private static ValueSet longs(List<? extends Value> values) {
        long[] numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Value.LongValue) values.get(i)).value();
        }
        return ValueSet.Longs.of(numbers);
    }

    /** Returns the values of a set one by one. */
    static List<Value> values(ValueSet set) {
        return switch (set) {
            case ValueSet.Longs(long[] values) ->
                Arrays.stream(values).<Value>mapToObj(Value.LongValue::new).toList();
            case ValueSet.Doubles(double[] values) ->
                Arrays.stream(values).<Value>mapToObj(Value.DoubleValue::new).toList();
            case ValueSet.Strings(List<String> values) ->
                values.stream().<Value>map(Value.StringValue::new).toList();
            case ValueSet.Booleans(boolean hasFalse, boolean hasTrue) -> booleans(hasFalse, hasTrue);
        };
    }

    private static List<Value> booleans(boolean hasFalse, boolean hasTrue) {
        if (hasFalse) {
            return hasTrue
                    ? List.of(new Value.BoolValue(false), new Value.BoolValue(true))
                    : List.of(new Value.BoolValue(false));
        }
        return hasTrue ? List.of(new Value.BoolValue(true)) : List.of();
    }
}
