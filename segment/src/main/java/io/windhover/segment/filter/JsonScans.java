package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import java.util.List;
import java.util.function.Predicate;

/** Conditions on JSON: row by row, since each row decides what kind of value it has. */
final class JsonScans {
    private JsonScans() {}

    /** A condition on values of some kinds; on others it is unknown. */
    record Test(Predicate<JsonValue> isAbout, Predicate<JsonValue> holds) {}

    private static final Predicate<JsonValue> NUMBER = JsonValue::isNumber;
    private static final Predicate<JsonValue> TEXT = value -> value.kind == JsonValue.Kind.TEXT;
    private static final Predicate<JsonValue> BOOL = value -> value.kind == JsonValue.Kind.BOOL;

    /** Tests every wanted row of an operand. */
    static Scan each(Operand operand, ScanColumns columns, Test test) {
        JsonTerm term = JsonTerm.of(operand, columns);
        JsonValue value = new JsonValue();
        return block -> {
            term.prepare(block);
            for (int row = 0; row < block.count(); row++) {
                if (!block.isOpen(row)) {
                    continue;
                }
                term.load(row, value);
                if (!test.isAbout.test(value)) {
                    block.setUnknown(row);
                } else if (test.holds.test(value)) {
                    block.setTrue(row);
                }
            }
        };
    }

    /** Returns a comparison with anything but a list. */
    static Test compare(Comparison comparison, Value constant) {
        return switch (constant) {
            case Value.LongValue(long whole) ->
                new Test(
                        NUMBER,
                        value -> comparison.holds(
                                value.kind == JsonValue.Kind.LONG
                                        ? Long.compare(value.whole, whole)
                                        : -Arithmetic.compare(whole, value.real)));
            case Value.DoubleValue(double real) ->
                new Test(
                        NUMBER,
                        value -> comparison.holds(
                                value.kind == JsonValue.Kind.LONG
                                        ? Arithmetic.compare(value.whole, real)
                                        : Arithmetic.compare(value.real, real)));
            case Value.BoolValue(boolean bool) ->
                new Test(BOOL, value -> comparison.holds(Boolean.compare(value.bool, bool)));
            case Value.StringValue _ -> text(TextScans.compare(comparison, TextScans.utf8(constant)));
            case Value.ListValue _ -> throw new IllegalArgumentException("a list is compared in its own way");
        };
    }

    static Test text(TextScans.TextTest test) {
        return new Test(TEXT, value -> test.test(value.text, value.textFrom, value.textTo));
    }

    /** As {@link #text}, but false where there is no text. */
    static Test textOrFalse(TextScans.TextTest test) {
        Test onTexts = text(test);
        return new Test(_ -> true, onTexts.isAbout.and(onTexts.holds));
    }

    static Test range(Expr.Range range) {
        Test above = compare(range.lowerInclusive() ? Comparison.GE : Comparison.GT, range.lower());
        Test below = compare(range.upperInclusive() ? Comparison.LE : Comparison.LT, range.upper());
        return new Test(above.isAbout.and(below.isAbout), above.holds.and(below.holds));
    }

    static Test in(ValueSet set) {
        if (set.count() == 0) {
            return new Test(value -> value.kind != JsonValue.Kind.NONE, _ -> false);
        }
        return switch (set) {
            case ValueSet.Longs(long[] values) -> {
                LongSet wanted = new LongSet(values);
                yield new Test(NUMBER, value -> hasWhole(wanted, value));
            }
            case ValueSet.Doubles(double[] values) -> {
                LongSet wanted = LongSet.ofDoubles(values);
                yield new Test(NUMBER, value -> hasReal(wanted, value));
            }
            case ValueSet.Strings(List<String> values) -> text(TextScans.in(values));
            case ValueSet.Booleans(boolean hasFalse, boolean hasTrue) ->
                new Test(BOOL, value -> value.bool ? hasTrue : hasFalse);
        };
    }

    private static boolean hasWhole(LongSet wanted, JsonValue value) {
        if (value.kind == JsonValue.Kind.LONG) {
            return wanted.contains(value.whole);
        }
        long truncated = (long) value.real;
        return Arithmetic.compare(truncated, value.real) == 0 && wanted.contains(truncated);
    }

    private static boolean hasReal(LongSet wanted, JsonValue value) {
        if (value.kind == JsonValue.Kind.DOUBLE) {
            return wanted.contains(LongSet.key(value.real));
        }
        return Arithmetic.compare(value.whole, (double) value.whole) == 0 && wanted.contains(LongSet.key(value.whole));
    }

    /** Tests whether an array equals a list (or does not). */
    static Scan equalsList(Operand.JsonPath path, Comparison comparison, Value list, ScanColumns columns) {
        JsonTerm.Path term = new JsonTerm.Path(path, columns);
        JsonMatch wanted = JsonMatch.of(list);
        JsonValue value = new JsonValue();
        return arrays(term, array -> wanted.matches(term.cursor(), array, value) == (comparison == Comparison.EQ));
    }

    /** Tests whether an array has one or all of some elements. */
    static Scan contains(Operand.JsonPath path, boolean all, List<Value> elements, ScanColumns columns) {
        JsonTerm.Path term = new JsonTerm.Path(path, columns);
        List<JsonMatch> wanted = JsonMatch.of(elements);
        JsonValue value = new JsonValue();
        return arrays(
                term,
                array -> all
                        ? wanted.stream().allMatch(match -> has(term.cursor(), array, match, value))
                        : wanted.stream().anyMatch(match -> has(term.cursor(), array, match, value)));
    }

    private static boolean has(JsonCursor cursor, int array, JsonMatch wanted, JsonValue scratch) {
        int at = cursor.firstElement(array);
        while (at >= 0) {
            if (wanted.matches(cursor, at, scratch)) {
                return true;
            }
            at = cursor.nextElement(at);
        }
        return false;
    }

    private interface ArrayTest {
        boolean test(int array);
    }

    private static Scan arrays(JsonTerm.Path term, ArrayTest test) {
        return block -> {
            term.prepare(block);
            for (int row = 0; row < block.count(); row++) {
                if (!block.isOpen(row)) {
                    continue;
                }
                int array = term.find(row);
                if (term.cursor().at(array) != '[') {
                    block.setUnknown(row);
                } else if (test.test(array)) {
                    block.setTrue(row);
                }
            }
        };
    }

    /** Tests whether a path leads to a value; never unknown. */
    static Scan exists(Operand.JsonPath path, ScanColumns columns) {
        ScanColumns withoutNulls = columns.ignoringNulls();
        Bits nulls = columns.nulls(path.id());
        JsonTerm.Path term = new JsonTerm.Path(path, withoutNulls);
        JsonValue value = new JsonValue();
        return block -> {
            term.prepare(block);
            for (int row = 0; row < block.count(); row++) {
                if (block.isOpen(row) && !nulls.get(block.from() + row)) {
                    term.load(row, value);
                    if (value.kind != JsonValue.Kind.NONE) {
                        block.setTrue(row);
                    }
                }
            }
        };
    }
}
