package io.windhover.segment.filter;

import io.windhover.model.catalog.IndexedPath.Cast;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an index on a JSON path must have to answer a condition exactly as a scan does. An index has whole numbers rounded
 * to doubles, so it is asked only about constants between those from which on whole numbers are rounded: then a number
 * lies on the same side of the constant before and after rounding, and equals it only if it was not rounded.
 */
final class PathCasts {
    private static final double ROUNDED_FROM = 0x1p53;

    private PathCasts() {}

    /** Returns the cast of an index that can answer a condition on a path; empty = a scan must. */
    static Optional<Cast> of(Expr condition) {
        return switch (condition) {
            case Expr.Compare compare -> scalar(compare.value());
            case Expr.Range range -> shared(List.of(range.lower(), range.upper()));
            case Expr.In in -> set(in.values());
            case Expr.Like _ -> Optional.of(Cast.VARCHAR);
            case Expr.Contains contains ->
                shared(contains.elements()).map(element -> switch (element) {
                    case BOOL -> Cast.ARRAY_BOOL;
                    case DOUBLE -> Cast.ARRAY_DOUBLE;
                    case VARCHAR -> Cast.ARRAY_VARCHAR;
                    case ARRAY_BOOL, ARRAY_DOUBLE, ARRAY_VARCHAR ->
                        throw new IllegalStateException("elements of " + element);
                });
            // A regular expression is false, not unknown, where a path leads to no text.
            case Expr.Matches _,
                    Expr.TextMatch _,
                    Expr.PhraseMatch _,
                    Expr.Sample _,
                    Expr.Constant _,
                    Expr.And _,
                    Expr.Or _,
                    Expr.Not _,
                    Expr.CompareOperands _,
                    Expr.Exists _,
                    Expr.IsNull _ -> Optional.empty();
        };
    }

    private static Optional<Cast> scalar(Value constant) {
        return switch (constant) {
            case Value.BoolValue _ -> Optional.of(Cast.BOOL);
            case Value.LongValue(long whole) -> number(whole);
            case Value.DoubleValue(double real) -> number(real);
            case Value.StringValue _ -> Optional.of(Cast.VARCHAR);
            case Value.ListValue _ -> Optional.empty();
        };
    }

    private static Optional<Cast> number(double constant) {
        return Math.abs(constant) < ROUNDED_FROM ? Optional.of(Cast.DOUBLE) : Optional.empty();
    }

    /** Returns what all constants need, if it is the same and there are any. */
    private static Optional<Cast> shared(List<Value> constants) {
        List<Optional<Cast>> casts =
                constants.stream().map(PathCasts::scalar).distinct().toList();
        return casts.size() == 1 ? casts.getFirst() : Optional.empty();
    }

    private static Optional<Cast> set(ValueSet values) {
        if (values.count() == 0) {
            return Optional.empty();
        }
        return switch (values) {
            case ValueSet.Longs(long[] wholes) ->
                numbers(Arrays.stream(wholes).asDoubleStream().toArray());
            case ValueSet.Doubles(double[] reals) -> numbers(reals);
            case ValueSet.Strings _ -> Optional.of(Cast.VARCHAR);
            case ValueSet.Booleans _ -> Optional.of(Cast.BOOL);
        };
    }

    private static Optional<Cast> numbers(double[] ascending) {
        return number(ascending[0]).isPresent() ? number(ascending[ascending.length - 1]) : Optional.empty();
    }
}
