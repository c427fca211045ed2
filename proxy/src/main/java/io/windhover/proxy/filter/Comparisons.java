package io.windhover.proxy.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.LikePattern;
import io.windhover.model.expr.Operand;
import io.windhover.model.expr.ValueSet;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds the conditions that compare: relations, ranges, lists and patterns. */
final class Comparisons {
    private final String filter;
    private final Fields fields;

    Comparisons(String filter, Fields fields) {
        this.filter = filter;
        this.fields = fields;
    }

    Expr compare(Comparison comparison, Bound left, Bound right, Span span) {
        if (left instanceof Bound.Const(Value a) && right instanceof Bound.Const(Value b)) {
            return Conditions.constant(Constants.compare(comparison, a, b, span, filter));
        }
        if (left instanceof Bound.Const && !(right instanceof Bound.Const)) {
            return compare(comparison.flipped(), right, left, span);
        }
        if (left instanceof Bound.Term(Operand operand)) {
            if (right instanceof Bound.Const(Value value)) {
                return compareValue(operand, comparison, value, span);
            }
            if (right instanceof Bound.Term(Operand other)) {
                return compareOperands(operand, comparison, other, span);
            }
        }
        throw incomparable(left, right, span);
    }

    private static FilterFault incomparable(Bound left, Bound right, Span span) {
        return FilterFault.at(
                span, "comparisons between %s and %s are not supported", left.typeName(), right.typeName());
    }

    private Expr compareValue(Operand operand, Comparison comparison, Value value, Span span) {
        DataType type = operand.type();
        if (value instanceof Value.ListValue list) {
            return compareList(operand, comparison, list, span);
        }
        if (type == DataType.ARRAY) {
            throw FilterFault.at(span, "can not comparisons array fields directly");
        }
        if (type.isInteger() && value instanceof Value.DoubleValue(double fraction)) {
            return Casts.wholeWithFraction(operand, comparison, fraction);
        }
        Value cast = Casts.to(type, value)
                .orElseThrow(() -> incomparable(new Bound.Term(operand), new Bound.Const(value), span));
        return new Expr.Compare(operand, comparison, cast);
    }

    private Expr compareList(Operand operand, Comparison comparison, Value.ListValue list, Span span) {
        boolean equality = comparison == Comparison.EQ || comparison == Comparison.NE;
        if (equality && operand.type() == DataType.JSON) {
            return new Expr.Compare(operand, comparison, Casts.canonical(list));
        }
        if (equality && operand instanceof Operand.Field array && array.type() == DataType.ARRAY) {
            Optional<List<Value>> elements = castAll(fields.elementType(array), list.values(), span);
            if (elements.isPresent()) {
                return new Expr.Compare(operand, comparison, new Value.ListValue(elements.get()));
            }
            return comparison == Comparison.EQ ? Conditions.never(operand) : Conditions.always(operand);
        }
        throw incomparable(new Bound.Term(operand), new Bound.Const(list), span);
    }

    /** Casts elements; nothing if one of them can not equal any element of the type. */
    private static Optional<List<Value>> castAll(DataType type, List<Value> values, Span span) {
        List<Value> cast = new ArrayList<>();
        for (Value value : values) {
            Optional<Value> element = element(type, value, span);
            if (element.isEmpty()) {
                return Optional.empty();
            }
            cast.add(element.get());
        }
        return Optional.of(cast);
    }

    private static Optional<Value> element(DataType type, Value value, Span span) {
        Value whole = type.isInteger() ? Casts.canonical(value) : value;
        Optional<Value> cast = Casts.to(type, whole);
        if (cast.isEmpty() && !(type.isInteger() && whole instanceof Value.DoubleValue)) {
            throw FilterFault.at(
                    span,
                    "contains operation can't compare between array element type: %s and %s",
                    type.wireName(),
                    Constants.typeName(value));
        }
        return cast;
    }

    private Expr compareOperands(Operand left, Comparison comparison, Operand right, Span span) {
        Optional<Integer> kind = kind(left.type());
        if (kind.isEmpty() || !kind.equals(kind(right.type()))) {
            throw incomparable(new Bound.Term(left), new Bound.Term(right), span);
        }
        return new Expr.CompareOperands(left, comparison, right);
    }

    /** Returns a number that types which can be compared with each other share. */
    private static Optional<Integer> kind(DataType type) {
        if (type.isNumeric()) {
            return Optional.of(0);
        }
        return type == DataType.VARCHAR || type == DataType.BOOL ? Optional.of(type.wireNumber()) : Optional.empty();
    }

    /** Binds {@code low first middle second high}. */
    Expr chain(Syntax.Chain chain, Bound low, Bound middle, Bound high) {
        boolean rising = isRising(chain.first());
        if (rising != isRising(chain.second())) {
            throw FilterFault.at(
                    chain.span(),
                    "the two signs of a range must point the same way: %s",
                    chain.span().of(filter));
        }
        if (!(middle instanceof Bound.Term)) {
            throw FilterFault.at(
                    chain.span(),
                    "range operations are only supported on single fields now, got: %s",
                    chain.middle().span().of(filter));
        }
        requireConst(rising ? low : high, "lowerbound", rising ? chain.low() : chain.high());
        requireConst(rising ? high : low, "upperbound", rising ? chain.high() : chain.low());
        Value from = ((Bound.Const) (rising ? low : high)).value();
        Value to = ((Bound.Const) (rising ? high : low)).value();
        boolean closed = !isStrict(chain.first()) && !isStrict(chain.second());
        if (Constants.compare(closed ? Comparison.GT : Comparison.GE, from, to, chain.span(), filter)) {
            throw FilterFault.at(chain.span(), "invalid range: lowerbound is greater than upperbound");
        }
        return Conditions.and(List.of(
                compare(chain.first(), low, middle, chain.span()),
                compare(chain.second(), middle, high, chain.span())));
    }

    private static boolean isRising(Comparison comparison) {
        return comparison == Comparison.LT || comparison == Comparison.LE;
    }

    private static boolean isStrict(Comparison comparison) {
        return comparison == Comparison.LT || comparison == Comparison.GT;
    }

    private void requireConst(Bound bound, String name, Syntax syntax) {
        if (!(bound instanceof Bound.Const)) {
            throw FilterFault.at(
                    syntax.span(),
                    "%s cannot be a non-const expression: %s",
                    name,
                    syntax.span().of(filter));
        }
    }

    /** Binds {@code term in list}. */
    Expr in(Syntax.Membership membership, Bound term, Bound list) {
        Syntax left = membership.term();
        if (term instanceof Bound.Const) {
            throw FilterFault.at(
                    left.span(),
                    "'term' can only be used on non-const expression, but got: %s",
                    left.span().of(filter));
        }
        if (!(term instanceof Bound.Term(Operand operand)) || isComputed(operand)) {
            throw FilterFault.at(
                    left.span(),
                    "'term' can only be used on single field, but got: %s",
                    left.span().of(filter));
        }
        String right = membership.list().span().of(filter);
        if (!(list instanceof Bound.Const(Value value))) {
            throw FilterFault.at(membership.span(), "value '%s' in list cannot be a non-const expression", right);
        }
        if (!(value instanceof Value.ListValue(List<Value> values))) {
            throw FilterFault.at(membership.span(), "the right-hand side of 'in' must be a list, but got: %s", right);
        }
        return in(operand, values, membership.span());
    }

    private static boolean isComputed(Operand operand) {
        return operand instanceof Operand.Arithmetic || operand instanceof Operand.ArrayLength;
    }

    private static Expr in(Operand operand, List<Value> values, Span span) {
        if (values.isEmpty()) {
            return operand.type() == DataType.JSON
                    ? new Expr.In(operand, new ValueSet.Booleans(false, false))
                    : Conditions.never(operand);
        }
        Map<Class<?>, List<Value>> byKind = new LinkedHashMap<>();
        for (Value value : values) {
            Value cast = Casts.to(operand.type(), value)
                    .filter(v -> !(v instanceof Value.ListValue))
                    .orElseThrow(() -> FilterFault.at(
                            span,
                            "value '%s' in list cannot be casted to %s",
                            Constants.show(value),
                            operand.type().wireName()));
            byKind.computeIfAbsent(cast.getClass(), _ -> new ArrayList<>()).add(cast);
        }
        return Conditions.or(byKind.values().stream()
                .<Expr>map(kind -> new Expr.In(operand, ValueSets.of(kind)))
                .toList());
    }

    /** Binds {@code term like pattern}. */
    Expr like(Syntax.Like like, Bound term, Bound pattern) {
        if (!(term instanceof Bound.Term(Operand operand)) || isComputed(operand)) {
            throw FilterFault.at(like.span(), "like operation on complicated expr is unsupported");
        }
        if (operand.type() != DataType.VARCHAR && operand.type() != DataType.JSON) {
            throw FilterFault.at(like.span(), "like operation on non-string or no-json field is unsupported");
        }
        if (!(pattern instanceof Bound.Const(Value value)) || !(value instanceof Value.StringValue(String text))) {
            throw FilterFault.at(
                    like.span(),
                    "the right operand of like must be a string, but got: %s",
                    like.pattern().span().of(filter));
        }
        LikePattern parsed = LikePattern.parse(text);
        return parsed instanceof LikePattern.Exact(String exact)
                ? new Expr.Compare(operand, Comparison.EQ, new Value.StringValue(exact))
                : new Expr.Like(operand, parsed);
    }

    /** Binds a match of a regular expression, which is not negated here. */
    Expr matches(Syntax.Matches matches, Bound term, Bound pattern) {
        if (!(term instanceof Bound.Term(Operand operand)) || isComputed(operand)) {
            throw FilterFault.at(matches.span(), "regex match operation on complicated expr is unsupported");
        }
        if (operand.type() != DataType.VARCHAR && operand.type() != DataType.JSON) {
            throw FilterFault.at(
                    matches.span(), "regex match operation on non-string or non-json field is unsupported");
        }
        if (!(pattern instanceof Bound.Const(Value value)) || !(value instanceof Value.StringValue(String regex))) {
            throw FilterFault.at(
                    matches.span(),
                    "the right operand of a regex match must be a string, but got: %s",
                    matches.pattern().span().of(filter));
        }
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            throw FilterFault.at(
                    matches.pattern().span(), "invalid regex pattern: %s: %s", regex, wrong.getDescription());
        }
        return new Expr.Matches(operand, regex);
    }

    /** Binds a condition on the elements of an array field or JSON array. */
    Expr contains(Operand array, boolean all, List<Value> elements, Span span) {
        if (array.type() == DataType.JSON) {
            return new Expr.Contains(
                    array,
                    all,
                    elements.stream().map(Casts::canonical).distinct().toList());
        }
        DataType type = fields.elementType((Operand.Field) array);
        List<Value> cast = new ArrayList<>();
        for (Value value : elements) {
            element(type, value, span).ifPresent(cast::add);
        }
        if (all && cast.size() < elements.size()) {
            return new Expr.Contains(array, false, List.of());
        }
        return new Expr.Contains(array, all, cast.stream().distinct().toList());
    }
}
