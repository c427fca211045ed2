package io.windhover.segment.filter;

import io.windhover.model.FieldId;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.LikePattern;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** A filter as a user writes it, in one of its many spellings; some constants are left to templates. */
public final class FilterText {
    private final Random random;
    private final Map<String, Value> templates = new LinkedHashMap<>();
    private final String text;

    /** Writes a filter over fields that are called "f" and their id. */
    public FilterText(Expr filter, Random random) {
        this.random = random;
        this.text = write(filter);
    }

    /** Returns the text. */
    public String text() {
        return text;
    }

    /** Returns the values of its templates. */
    public Map<String, Value> templates() {
        return templates;
    }

    private String write(Expr expr) {
        return switch (expr) {
            case Expr.Constant(boolean value) -> value ? "true" : "false";
            case Expr.Not(Expr term) -> pick("not ", "NOT ", "!") + "(" + write(term) + ")";
            case Expr.And(List<Expr> terms) -> join(terms, pick(" and ", " && ", " AND "));
            case Expr.Or(List<Expr> terms) -> join(terms, pick(" or ", " || ", " OR "));
            case Expr.Compare(Operand operand, Comparison comparison, Value value) ->
                random.nextBoolean() || value instanceof Value.ListValue
                        ? operand(operand) + sign(comparison) + constant(value)
                        : constant(value) + sign(turned(comparison)) + operand(operand);
            case Expr.CompareOperands(Operand left, Comparison comparison, Operand right) ->
                operand(left) + sign(comparison) + operand(right);
            case Expr.Range range -> range(range);
            case Expr.In(Operand operand, ValueSet values) -> operand(operand) + " in " + constant(list(values));
            case Expr.Like(Operand operand, LikePattern pattern) ->
                operand(operand) + pick(" like ", " LIKE ") + quoted(pattern(pattern));
            case Expr.Matches(Operand operand, String regex) -> operand(operand) + " =~ " + quoted(regex);
            case Expr.TextMatch match ->
                "text_match(" + operand(match.field()) + ", " + quoted(match.words()) + ", minimum_should_match="
                        + match.least() + ")";
            case Expr.PhraseMatch match ->
                "phrase_match(" + operand(match.field()) + ", " + quoted(match.words()) + ", " + match.slop() + ")";
            case Expr.Sample(double share, long _) -> "random_sample(" + share + ")";
            case Expr.Contains contains -> contains(contains);
            case Expr.Exists(Operand.JsonPath path) -> "exists " + operand(path);
            case Expr.IsNull(Operand.Field field) -> operand(field) + pick(" is null", " IS NULL");
        };
    }

    private String pick(String... spellings) {
        return spellings[random.nextInt(spellings.length)];
    }

    private String join(List<Expr> terms, String operator) {
        return terms.stream().map(term -> "(" + write(term) + ")").collect(Collectors.joining(operator));
    }

    private static String sign(Comparison comparison) {
        return switch (comparison) {
            case EQ -> " == ";
            case NE -> " != ";
            case LT -> " < ";
            case LE -> " <= ";
            case GT -> " > ";
            case GE -> " >= ";
        };
    }

    private static Comparison turned(Comparison comparison) {
        return switch (comparison) {
            case EQ, NE -> comparison;
            case LT -> Comparison.GT;
            case LE -> Comparison.GE;
            case GT -> Comparison.LT;
            case GE -> Comparison.LE;
        };
    }

    private String range(Expr.Range range) {
        String lower = constant(range.lower());
        String operand = operand(range.operand());
        String upper = constant(range.upper());
        return random.nextBoolean()
                ? lower
                        + (range.lowerInclusive() ? " <= " : " < ")
                        + operand
                        + (range.upperInclusive() ? " <= " : " < ")
                        + upper
                : upper
                        + (range.upperInclusive() ? " >= " : " > ")
                        + operand
                        + (range.lowerInclusive() ? " >= " : " > ")
                        + lower;
    }

    private String contains(Expr.Contains contains) {
        String kind = contains.array() instanceof Operand.JsonPath ? "json" : "array";
        List<Value> elements = contains.elements();
        return elements.size() == 1 && random.nextBoolean()
                ? kind + "_contains(" + operand(contains.array()) + ", " + constant(elements.getFirst()) + ")"
                : kind + (contains.all() ? "_contains_all(" : "_contains_any(") + operand(contains.array()) + ", "
                        + constant(new Value.ListValue(elements)) + ")";
    }

    private String operand(Operand operand) {
        return switch (operand) {
            case Operand.Field(FieldId id, DataType _) -> "f" + id;
            case Operand.JsonPath(FieldId id, List<String> path) ->
                "f" + id + path.stream().map(step -> "[" + quoted(step) + "]").collect(Collectors.joining());
            case Operand.ArrayElement(FieldId id, DataType _, int index) -> "f" + id + "[" + index + "]";
            case Operand.ArrayLength(Operand array) -> "array_length(" + operand(array) + ")";
            case Operand.Constant(Value value) -> literal(value);
            case Operand.Arithmetic arithmetic ->
                "(" + operand(arithmetic.left()) + " " + arithmetic.operator() + " " + operand(arithmetic.right())
                        + ")";
        };
    }

    private String constant(Value value) {
        if (random.nextInt(4) > 0) {
            return literal(value);
        }
        String name = "p" + templates.size();
        templates.put(name, value);
        return "{" + name + "}";
    }

    private String literal(Value value) {
        return switch (value) {
            case Value.BoolValue(boolean bool) -> bool ? "true" : "false";
            case Value.LongValue(long whole) -> Long.toString(whole);
            case Value.DoubleValue(double real) -> Double.toString(real);
            case Value.StringValue(String string) -> quoted(string);
            case Value.ListValue(List<Value> values) ->
                values.stream().map(this::literal).collect(Collectors.joining(", ", "[", "]"));
        };
    }

    private String quoted(String string) {
        char quote = random.nextBoolean() ? '"' : '\'';
        return quote + string.replace("\\", "\\\\").replace("" + quote, "\\" + quote) + quote;
    }

    private static Value.ListValue list(ValueSet set) {
        List<Value> values = new ArrayList<>();
        switch (set) {
            case ValueSet.Longs(long[] longs) -> Arrays.stream(longs).forEach(v -> values.add(new Value.LongValue(v)));
            case ValueSet.Doubles(double[] reals) ->
                Arrays.stream(reals).forEach(v -> values.add(new Value.DoubleValue(v)));
            case ValueSet.Strings(List<String> strings) -> strings.forEach(v -> values.add(new Value.StringValue(v)));
            case ValueSet.Booleans(boolean hasFalse, boolean hasTrue) -> {
                if (hasFalse) {
                    values.add(new Value.BoolValue(false));
                }
                if (hasTrue) {
                    values.add(new Value.BoolValue(true));
                }
            }
        }
        return new Value.ListValue(values);
    }

    private static String pattern(LikePattern pattern) {
        return switch (pattern) {
            case LikePattern.Exact(String text) -> escaped(text);
            case LikePattern.Prefix(String text) -> escaped(text) + "%";
            case LikePattern.Suffix(String text) -> "%" + escaped(text);
            case LikePattern.Infix(String text) -> "%" + escaped(text) + "%";
            case LikePattern.General(List<LikePattern.Piece> pieces) ->
                pieces.stream()
                        .map(piece -> switch (piece) {
                            case LikePattern.Piece.Text(String text) -> escaped(text);
                            case LikePattern.Piece.AnyCharacter() -> "_";
                            case LikePattern.Piece.AnyText() -> "%";
                        })
                        .collect(Collectors.joining());
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
