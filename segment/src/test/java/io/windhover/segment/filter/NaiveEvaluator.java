package io.windhover.segment.filter;

import io.windhover.model.FieldId;
import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.LikePattern;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a filter means for one row, said as plainly as can be. Empty = unknown. */
public final class NaiveEvaluator {
    private final TestColumns columns;
    private final int row;

    /** Looks at one row. */
    public NaiveEvaluator(TestColumns columns, int row) {
        this.columns = columns;
        this.row = row;
    }

    /** Returns the truth of a filter, empty = unknown. */
    public Optional<Boolean> truth(Expr expr) {
        return switch (expr) {
            case Expr.Constant(boolean value) -> Optional.of(value);
            case Expr.Not(Expr term) -> truth(term).map(value -> !value);
            case Expr.And(List<Expr> terms) -> all(terms, true);
            case Expr.Or(List<Expr> terms) -> all(terms, false);
            case Expr.Compare(Operand operand, Comparison comparison, Value value) ->
                value(operand).flatMap(left -> compare(left, comparison, plain(value)));
            case Expr.CompareOperands(Operand left, Comparison comparison, Operand right) ->
                value(left).flatMap(a -> value(right).flatMap(b -> compareFields(a, comparison, b)));
            case Expr.Range range -> range(range);
            case Expr.In(Operand operand, ValueSet values) -> value(operand).flatMap(v -> in(v, values));
            case Expr.Like(Operand operand, LikePattern pattern) ->
                value(operand)
                        .filter(String.class::isInstance)
                        .map(text -> regex(pattern).matcher((String) text).matches());
            case Expr.Matches(Operand operand, String regex) -> matches(operand, regex);
            case Expr.TextMatch _, Expr.PhraseMatch _ ->
                throw new IllegalArgumentException("words are tested by their own tests");
            case Expr.Sample _ -> throw new IllegalArgumentException("a sample is drawn, not computed");
            case Expr.Contains(Operand array, boolean all, List<Value> elements) ->
                value(array).filter(List.class::isInstance).map(list -> contains((List<?>) list, all, elements));
            case Expr.Exists(Operand.JsonPath path) -> Optional.of(value(path).isPresent());
            case Expr.IsNull(Operand.Field field) -> Optional.of(columns.at(field.id(), row) == null);
        };
    }

    private Optional<Boolean> matches(Operand operand, String regex) {
        Optional<Boolean> found = value(operand)
                .filter(String.class::isInstance)
                .map(text -> Pattern.compile(regex).matcher((String) text).find());
        boolean isInJson = operand instanceof Operand.JsonPath path && columns.at(path.id(), row) != null
                || operand instanceof Operand.Field field
                        && field.type() == DataType.JSON
                        && columns.at(field.id(), row) != null;
        return isInJson ? Optional.of(found.orElse(false)) : found;
    }

    /** Conjunction, or with {@code and} false its dual. */
    private Optional<Boolean> all(List<Expr> terms, boolean and) {
        boolean unknown = false;
        for (Expr term : terms) {
            Optional<Boolean> truth = truth(term);
            if (truth.isPresent() && truth.get() != and) {
                return truth;
            }
            unknown |= truth.isEmpty();
        }
        return unknown ? Optional.empty() : Optional.of(and);
    }

    private Optional<Boolean> range(Expr.Range range) {
        Comparison lower = range.lowerInclusive() ? Comparison.GE : Comparison.GT;
        Comparison upper = range.upperInclusive() ? Comparison.LE : Comparison.LT;
        return truth(new Expr.And(List.of(
                new Expr.Compare(range.operand(), lower, range.lower()),
                new Expr.Compare(range.operand(), upper, range.upper()))));
    }

    static Object plain(Value value) {
        return switch (value) {
            case Value.BoolValue(boolean bool) -> bool;
            case Value.LongValue(long whole) -> whole;
            case Value.DoubleValue(double real) -> real;
            case Value.StringValue(String text) -> text;
            case Value.ListValue(List<Value> values) ->
                values.stream().map(NaiveEvaluator::plain).toList();
        };
    }

    private static Optional<Boolean> compare(Object a, Comparison comparison, Object b) {
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return Optional.of(sameList(left, right) == (comparison == Comparison.EQ));
        }
        return order(a, b).map(comparison::holds);
    }

    /** Compares fields as doubles, unless both are whole. */
    private static Optional<Boolean> compareFields(Object a, Comparison comparison, Object b) {
        if (a instanceof Number x && b instanceof Number y && !(a instanceof Long && b instanceof Long)) {
            return Optional.of(comparison.holds(Double.compare(x.doubleValue() + 0.0, y.doubleValue() + 0.0)));
        }
        return compare(a, comparison, b);
    }

    private static Optional<Integer> order(Object a, Object b) {
        if (a instanceof Number && b instanceof Number) {
            return Optional.of(exact(a).compareTo(exact(b)));
        }
        if (a instanceof String x && b instanceof String y) {
            return Optional.of(
                    Arrays.compareUnsigned(x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8)));
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return Optional.of(Boolean.compare(x, y));
        }
        return Optional.empty();
    }

    private static BigDecimal exact(Object number) {
        return number instanceof Long whole ? new BigDecimal(whole) : new BigDecimal((Double) number);
    }

    private static boolean same(Object a, Object b) {
        return a instanceof List<?> x && b instanceof List<?> y
                ? sameList(x, y)
                : order(a, b).filter(order -> order == 0).isPresent();
    }

    private static boolean sameList(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Boolean> in(Object value, ValueSet set) {
        List<?> members = switch (set) {
            case ValueSet.Longs(long[] values) -> Arrays.stream(values).boxed().toList();
            case ValueSet.Doubles(double[] values) ->
                Arrays.stream(values).boxed().toList();
            case ValueSet.Strings(List<String> values) -> values;
            case ValueSet.Booleans(boolean hasFalse, boolean hasTrue) ->
                hasFalse ? hasTrue ? List.of(false, true) : List.of(false) : hasTrue ? List.of(true) : List.of();
        };
        if (members.isEmpty()) {
            return Optional.of(false);
        }
        return order(value, members.getFirst()).map(_ -> members.stream().anyMatch(member -> same(value, member)));
    }

    private static boolean contains(List<?> list, boolean all, List<Value> elements) {
        return all
                ? elements.stream().allMatch(e -> list.stream().anyMatch(x -> same(x, plain(e))))
                : elements.stream().anyMatch(e -> list.stream().anyMatch(x -> same(x, plain(e))));
    }

    private static Pattern regex(LikePattern pattern) {
        String regex = switch (pattern) {
            case LikePattern.Exact(String text) -> Pattern.quote(text);
            case LikePattern.Prefix(String text) -> Pattern.quote(text) + ".*";
            case LikePattern.Suffix(String text) -> ".*" + Pattern.quote(text);
            case LikePattern.Infix(String text) -> ".*" + Pattern.quote(text) + ".*";
            case LikePattern.General(List<LikePattern.Piece> pieces) -> {
                StringBuilder all = new StringBuilder();
                for (LikePattern.Piece piece : pieces) {
                    all.append(
                            switch (piece) {
                                case LikePattern.Piece.Text(String text) -> Pattern.quote(text);
                                case LikePattern.Piece.AnyCharacter() -> ".";
                                case LikePattern.Piece.AnyText() -> ".*";
                            });
                }
                yield all.toString();
            }
        };
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private Optional<Object> value(Operand operand) {
        return switch (operand) {
            case Operand.Field(FieldId id, DataType _) -> Optional.ofNullable(columns.at(id, row));
            case Operand.JsonPath(FieldId id, List<String> path) -> follow(columns.at(id, row), path);
            case Operand.ArrayElement(FieldId id, DataType _, int index) ->
                Optional.ofNullable(columns.at(id, row))
                        .filter(list -> index < ((List<?>) list).size())
                        .map(list -> ((List<?>) list).get(index));
            case Operand.ArrayLength(Operand array) ->
                value(array).filter(List.class::isInstance).map(list -> (long) ((List<?>) list).size());
            case Operand.Constant(Value value) -> Optional.of(plain(value));
            case Operand.Arithmetic arithmetic ->
                value(arithmetic.left())
                        .flatMap(a -> value(arithmetic.right()).flatMap(b -> compute(arithmetic, a, b)));
        };
    }

    private static Optional<Object> follow(Object root, List<String> path) {
        Object at = root;
        for (String step : path) {
            if (at instanceof Map<?, ?> map) {
                at = map.get(step);
            } else if (at instanceof List<?> list && step.matches("[0-9]+") && Integer.parseInt(step) < list.size()) {
                at = list.get(Integer.parseInt(step));
            } else {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(at).filter(value -> value != TestColumns.NULL);
    }

    private static Optional<Object> compute(Operand.Arithmetic arithmetic, Object left, Object right) {
        ArithmeticOperator operator = arithmetic.operator();
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            return Optional.empty();
        }
        boolean divides = operator == ArithmeticOperator.DIVIDE || operator == ArithmeticOperator.MODULO;
        if (divides && b.doubleValue() == 0) {
            return Optional.empty();
        }
        if (a instanceof Long && b instanceof Long && arithmetic.type() != DataType.DOUBLE) {
            return Optional.of(Arithmetic.compute(operator, a.longValue(), b.longValue()));
        }
        if (operator == ArithmeticOperator.MODULO || operator.isBitwise()) {
            return Optional.empty();
        }
        double real = Arithmetic.compute(operator, a.doubleValue(), b.doubleValue());
        return Double.isNaN(real) || Double.isInfinite(real) ? Optional.empty() : Optional.of(real);
    }
}
