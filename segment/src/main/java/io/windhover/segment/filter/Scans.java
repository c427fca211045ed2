package io.windhover.segment.filter;

import io.windhover.index.bits.Bits;
import io.windhover.model.FieldId;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.List;
import java.util.SplittableRandom;

/** Chooses how a condition is tested, by the type of what it is about. */
final class Scans {
    private Scans() {}

    /** Returns the test of a condition that is neither constant nor made of others. */
    static Scan of(Expr expr, ScanColumns columns) {
        return switch (expr) {
            case Expr.Compare compare -> compare(compare, columns);
            case Expr.CompareOperands compare -> compareOperands(compare, columns);
            case Expr.Range range -> range(range, columns);
            case Expr.In(Operand operand, ValueSet values) -> in(operand, values, columns);
            case Expr.Like like -> like(like, columns);
            case Expr.Matches matches -> matches(matches, columns);
            case Expr.TextMatch match -> TextScans.each(TextSource.of(match.field(), columns), WordMatcher.of(match));
            case Expr.PhraseMatch match -> TextScans.each(TextSource.of(match.field(), columns), WordMatcher.of(match));
            case Expr.Sample(double share, long seed) -> sample(share, seed);
            case Expr.Contains contains -> contains(contains, columns);
            case Expr.Exists(Operand.JsonPath path) -> JsonScans.exists(path, columns);
            case Expr.IsNull(Operand.Field field) -> isNull(field, columns);
            case Expr.Constant _, Expr.And _, Expr.Or _, Expr.Not _ ->
                throw new IllegalArgumentException("made of others: " + expr.getClass());
        };
    }

    /** What a type's values are read as. */
    private enum Reading {
        LONGS,
        DOUBLES,
        TEXTS,
        JSON,
        OTHER
    }

    private static Reading reading(DataType type) {
        return switch (type) {
            case BOOL, INT8, INT16, INT32, INT64 -> Reading.LONGS;
            case FLOAT, DOUBLE -> Reading.DOUBLES;
            case VARCHAR -> Reading.TEXTS;
            case JSON -> Reading.JSON;
            case ARRAY,
                    BINARY_VECTOR,
                    FLOAT_VECTOR,
                    FLOAT16_VECTOR,
                    BFLOAT16_VECTOR,
                    SPARSE_FLOAT_VECTOR,
                    INT8_VECTOR -> Reading.OTHER;
        };
    }

    private static IllegalArgumentException unfit(Expr expr) {
        return new IllegalArgumentException("the operand's type does not fit the condition: " + expr);
    }

    /** Returns a whole number; a boolean as 0 or 1. */
    private static Value whole(Value value) {
        return value instanceof Value.BoolValue(boolean bool) ? new Value.LongValue(bool ? 1 : 0) : value;
    }

    private static Scan compare(Expr.Compare compare, ScanColumns columns) {
        Operand operand = compare.operand();
        if (compare.value() instanceof Value.ListValue list) {
            return compareList(compare, list, columns);
        }
        return switch (reading(operand.type())) {
            case LONGS ->
                NumberScans.compare(
                        LongSource.of(operand, columns),
                        compare.comparison(),
                        ((Value.LongValue) whole(compare.value())).value());
            case DOUBLES ->
                NumberScans.compareReals(
                        DoubleSource.of(operand, columns), compare.comparison(), Arithmetic.toDouble(compare.value()));
            case TEXTS ->
                TextScans.each(
                        TextSource.of(operand, columns),
                        TextScans.compare(compare.comparison(), TextScans.utf8(compare.value())));
            case JSON -> JsonScans.each(operand, columns, JsonScans.compare(compare.comparison(), compare.value()));
            case OTHER -> throw unfit(compare);
        };
    }

    private static Scan compareList(Expr.Compare compare, Value.ListValue list, ScanColumns columns) {
        return switch (compare.operand()) {
            case Operand.JsonPath path -> JsonScans.equalsList(path, compare.comparison(), list, columns);
            case Operand.Field(FieldId id, DataType _) ->
                ArrayScans.equalsList(id, compare.comparison(), list.values(), columns);
            case Operand.ArrayElement _, Operand.ArrayLength _, Operand.Constant _, Operand.Arithmetic _ ->
                throw unfit(compare);
        };
    }

    private static Scan compareOperands(Expr.CompareOperands compare, ScanColumns columns) {
        Comparison comparison = compare.comparison();
        return switch (reading(compare.left().type())) {
            case LONGS, DOUBLES -> NumberScans.compare(compare.left(), comparison, compare.right(), columns);
            case TEXTS ->
                TextScans.compare(
                        TextSource.of(compare.left(), columns), comparison, TextSource.of(compare.right(), columns));
            case JSON, OTHER -> throw unfit(compare);
        };
    }

    private static Scan range(Expr.Range range, ScanColumns columns) {
        Operand operand = range.operand();
        boolean from = range.lowerInclusive();
        boolean to = range.upperInclusive();
        return switch (reading(operand.type())) {
            case LONGS ->
                NumberScans.range(
                        LongSource.of(operand, columns), whole(range.lower()), from, whole(range.upper()), to);
            case DOUBLES ->
                NumberScans.rangeOfReals(DoubleSource.of(operand, columns), range.lower(), from, range.upper(), to);
            case TEXTS ->
                TextScans.each(
                        TextSource.of(operand, columns), TextScans.range(range.lower(), from, range.upper(), to));
            case JSON -> JsonScans.each(operand, columns, JsonScans.range(range));
            case OTHER -> throw unfit(range);
        };
    }

    private static Scan in(Operand operand, ValueSet values, ScanColumns columns) {
        return switch (reading(operand.type())) {
            case LONGS -> NumberScans.in(LongSource.of(operand, columns), longs(values));
            case DOUBLES ->
                NumberScans.inReals(
                        DoubleSource.of(operand, columns),
                        values instanceof ValueSet.Doubles(double[] reals) ? reals : new double[0]);
            case TEXTS ->
                TextScans.each(
                        TextSource.of(operand, columns),
                        TextScans.in(values instanceof ValueSet.Strings(List<String> texts) ? texts : List.of()));
            case JSON -> JsonScans.each(operand, columns, JsonScans.in(values));
            case OTHER -> throw new IllegalArgumentException("list of " + operand.type());
        };
    }

    private static ValueSet.Longs longs(ValueSet values) {
        return switch (values) {
            case ValueSet.Longs longs -> longs;
            case ValueSet.Booleans(boolean hasFalse, boolean hasTrue) -> {
                long[] both = {0, 1};
                int from = hasFalse ? 0 : 1;
                int to = hasTrue ? 2 : 1;
                yield new ValueSet.Longs(from < to ? java.util.Arrays.copyOfRange(both, from, to) : new long[0]);
            }
            case ValueSet.Doubles _, ValueSet.Strings _ -> new ValueSet.Longs(new long[0]);
        };
    }

    private static Scan like(Expr.Like like, ScanColumns columns) {
        TextScans.TextTest test = LikeMatcher.of(like.pattern());
        return switch (reading(like.operand().type())) {
            case TEXTS -> TextScans.each(TextSource.of(like.operand(), columns), test);
            case JSON -> JsonScans.each(like.operand(), columns, JsonScans.text(test));
            case LONGS, DOUBLES, OTHER -> throw unfit(like);
        };
    }

    private static Scan matches(Expr.Matches matches, ScanColumns columns) {
        TextScans.TextTest test = RegexMatcher.of(matches.regex());
        return switch (reading(matches.operand().type())) {
            case TEXTS -> TextScans.each(TextSource.of(matches.operand(), columns), test);
            case JSON -> JsonScans.each(matches.operand(), columns, JsonScans.textOrFalse(test));
            case LONGS, DOUBLES, OTHER -> throw unfit(matches);
        };
    }

    /** Draws each row on its own, by its place in the segment. */
    private static Scan sample(double share, long seed) {
        return block -> {
            for (int row = 0; row < block.count(); row++) {
                if (block.isOpen(row) && new SplittableRandom(seed + block.from() + row).nextDouble() < share) {
                    block.setTrue(row);
                }
            }
        };
    }

    private static Scan contains(Expr.Contains contains, ScanColumns columns) {
        return switch (contains.array()) {
            case Operand.JsonPath path -> JsonScans.contains(path, contains.all(), contains.elements(), columns);
            case Operand.Field(FieldId id, DataType _) ->
                ArrayScans.contains(id, contains.all(), contains.elements(), columns);
            case Operand.ArrayElement _, Operand.ArrayLength _, Operand.Constant _, Operand.Arithmetic _ ->
                throw unfit(contains);
        };
    }

    private static Scan isNull(Operand.Field field, ScanColumns columns) {
        Bits nulls = columns.nulls(field.id());
        return block -> {
            for (int w = 0; w < block.wordCount(); w++) {
                block.setWord(w, nulls.words()[(block.from() >>> 6) + w]);
            }
        };
    }
}
