package io.windhover.proxy.filter;

import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Comparison;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** From syntax to meaning: finds the fields, checks the types, computes what is constant. */
final class Binder {
    private final String filter;
    private final Map<String, Value> templates;
    private final Fields fields;
    private final Comparisons comparisons;
    private final Functions functions;

    Binder(String filter, CollectionSchema schema, Map<String, Value> templates, LongSupplier seeds) {
        this.filter = filter;
        this.templates = templates;
        this.fields = new Fields(schema);
        this.comparisons = new Comparisons(filter, fields);
        this.functions = new Functions(filter, fields, comparisons, seeds);
    }

    Bound bind(Syntax syntax) {
        return switch (syntax) {
            case Syntax.Literal(Value value, Span _) -> new Bound.Const(value);
            case Syntax.WholeNumber(String digits, Span span) -> new Bound.Const(Literals.integer(digits, span));
            case Syntax.Template template -> new Bound.Const(template(template));
            case Syntax.ListOf list -> list(list);
            case Syntax.Name name -> new Bound.Term(fields.resolve(name, filter));
            case Syntax.Unary unary -> unary(unary);
            case Syntax.Arithmetic arithmetic -> arithmetic(arithmetic);
            case Syntax.Call call -> call(call);
            case Syntax.Named named -> throw FilterFault.at(named.span(), "argument %s is not known", named.name());
            case Syntax.Negation _,
                    Syntax.Logic _,
                    Syntax.Compare _,
                    Syntax.Chain _,
                    Syntax.Membership _,
                    Syntax.Like _,
                    Syntax.Matches _,
                    Syntax.Exists _,
                    Syntax.NullTest _ -> result(condition(syntax));
            case Syntax.Unsupported(String feature, Span span) -> throw Functions.notSupported(feature, span);
        };
    }

    /** A condition that is settled is a constant again, so that it may stand where a boolean may. */
    private static Bound result(Expr expr) {
        return expr instanceof Expr.Constant(boolean value)
                ? new Bound.Const(new Value.BoolValue(value))
                : new Bound.Condition(expr);
    }

    private Expr condition(Syntax syntax) {
        return switch (syntax) {
            case Syntax.Negation(Syntax term, Span span) ->
                Conditions.not(truth(bind(term), span, "not op can only be applied on boolean expression"));
            case Syntax.Logic logic -> logic(logic);
            case Syntax.Compare(Comparison comparison, Syntax left, Syntax right, Span span) ->
                compare(comparison, bind(left), bind(right), span);
            case Syntax.Chain chain ->
                comparisons.chain(chain, bind(chain.low()), bind(chain.middle()), bind(chain.high()));
            case Syntax.Membership membership -> {
                Expr in = comparisons.in(membership, bind(membership.term()), bind(membership.list()));
                yield membership.negated() ? Conditions.not(in) : in;
            }
            case Syntax.Like like -> comparisons.like(like, bind(like.term()), bind(like.pattern()));
            case Syntax.Matches matches -> {
                Expr found = comparisons.matches(matches, bind(matches.term()), bind(matches.pattern()));
                yield matches.negated() ? Conditions.not(found) : found;
            }
            case Syntax.Exists exists -> exists(exists);
            case Syntax.NullTest test -> test.negated() ? Conditions.not(isNull(test)) : isNull(test);
            default -> throw new IllegalStateException("no condition: " + syntax);
        };
    }

    /** Compares also conditions, with true and false. */
    private Expr compare(Comparison comparison, Bound left, Bound right, Span span) {
        if (left instanceof Bound.Const && right instanceof Bound.Condition) {
            return compare(comparison.flipped(), right, left, span);
        }
        if (left instanceof Bound.Condition(Expr expr)
                && right instanceof Bound.Const(Value value)
                && value instanceof Value.BoolValue(boolean wanted)
                && (comparison == Comparison.EQ || comparison == Comparison.NE)) {
            return wanted == (comparison == Comparison.EQ) ? expr : Conditions.not(expr);
        }
        return comparisons.compare(comparison, left, right, span);
    }

    private Value template(Syntax.Template template) {
        Value value = templates.get(template.name());
        if (value == null) {
            throw FilterFault.at(
                    template.span(),
                    "the value of expression template variable name {%s} is not found",
                    template.name());
        }
        return value;
    }

    private Bound list(Syntax.ListOf list) {
        List<Value> values = new ArrayList<>();
        for (Syntax element : list.elements()) {
            if (!(bind(element) instanceof Bound.Const(Value value))) {
                throw FilterFault.at(
                        element.span(),
                        "array element type must be generic value, but got: %s",
                        element.span().of(filter));
            }
            values.add(value);
        }
        return new Bound.Const(new Value.ListValue(values));
    }

    private Bound unary(Syntax.Unary unary) {
        if (unary.operator() == '-' && unary.term() instanceof Syntax.WholeNumber(String digits, Span span)) {
            return new Bound.Const(Literals.integer("-" + digits, span));
        }
        Bound term = bind(unary.term());
        Bound zero = new Bound.Const(new Value.LongValue(0));
        return switch (unary.operator()) {
            case '-' ->
                term instanceof Bound.Const(Value value)
                        ? new Bound.Const(Constants.negate(value, unary.span()))
                        : arithmetic(ArithmeticOperator.SUBTRACT, zero, term, unary.span());
            case '+' -> arithmetic(ArithmeticOperator.ADD, zero, term, unary.span());
            default -> {
                Bound ones = new Bound.Const(new Value.LongValue(-1));
                yield arithmetic(ArithmeticOperator.BIT_XOR, term, ones, unary.span());
            }
        };
    }

    private Bound arithmetic(Syntax.Arithmetic arithmetic) {
        Bound left = bind(arithmetic.left());
        Bound right = bind(arithmetic.right());
        return arithmetic(arithmetic.operator(), left, right, arithmetic.span());
    }

    private Bound arithmetic(ArithmeticOperator operator, Bound left, Bound right, Span span) {
        if (left instanceof Bound.Const(Value a) && right instanceof Bound.Const(Value b)) {
            return new Bound.Const(Constants.compute(operator, a, b, span));
        }
        if (operator == ArithmeticOperator.POWER) {
            throw FilterFault.at(span, "power can only apply on constants: %s", span.of(filter));
        }
        Operand a = number(operator, left, span);
        Operand b = number(operator, right, span);
        if (operator == ArithmeticOperator.MODULO && (isReal(a) || isReal(b))) {
            throw FilterFault.at(span, "modulo can only apply on integer types");
        }
        if (operator.isBitwise() && (isReal(a) || isReal(b))) {
            throw FilterFault.at(span, "'%s' can only be used between integers", operator.symbol());
        }
        if (b instanceof Operand.Constant(Value divisor)) {
            Constants.checkDivisor(operator, Constants.toDouble(divisor) == 0, span);
        }
        Operand made = new Operand.Arithmetic(operator, a, b);
        if (depth(made) > SyntaxReader.DEPTH_MAX) {
            throw FilterFault.at(span, "arithmetic of more than %d steps", SyntaxReader.DEPTH_MAX);
        }
        return new Bound.Term(made);
    }

    private static boolean isReal(Operand operand) {
        return operand.type() == DataType.FLOAT || operand.type() == DataType.DOUBLE;
    }

    private static int depth(Operand operand) {
        return operand instanceof Operand.Arithmetic arithmetic
                ? 1 + Math.max(depth(arithmetic.left()), depth(arithmetic.right()))
                : 0;
    }

    private Operand number(ArithmeticOperator operator, Bound bound, Span span) {
        if (bound instanceof Bound.Const(Value value) && Constants.isNumber(value)) {
            return new Operand.Constant(value);
        }
        if (bound instanceof Bound.Term(Operand operand)) {
            if (operand.type() == DataType.ARRAY) {
                throw FilterFault.at(span, "can not comparisons array fields directly");
            }
            if (operand.type().isNumeric() || operand.type() == DataType.JSON) {
                return operand;
            }
        }
        throw FilterFault.at(span, "'%s' can only be used between integer or floating expressions", operator.symbol());
    }

    private Bound call(Syntax.Call call) {
        Functions.checkKnown(call);
        List<Bound> arguments = new ArrayList<>();
        for (Syntax argument : call.arguments()) {
            boolean isNamed =
                    argument instanceof Syntax.Named(String name, Syntax _, Span _) && Functions.knows(call, name);
            arguments.add(bind(isNamed ? ((Syntax.Named) argument).value() : argument));
        }
        return functions.call(call, arguments);
    }

    private Expr logic(Syntax.Logic logic) {
        List<Expr> terms = new ArrayList<>();
        String message = "'" + (logic.and() ? "and" : "or") + "' can only be used between boolean expressions";
        for (Syntax term : logic.terms()) {
            terms.add(truth(bind(term), logic.span(), message));
        }
        return logic.and() ? Conditions.and(terms) : Conditions.or(terms);
    }

    /** Tells whether {@link #truth} makes a condition of it. */
    static boolean isBoolean(Bound bound) {
        return bound.typeName().equals("Bool");
    }

    /** Returns a boolean as a condition; refuses all else. */
    static Expr truth(Bound bound, Span span, String message) {
        return switch (bound) {
            case Bound.Condition(Expr expr) -> expr;
            case Bound.Const(Value.BoolValue(boolean value)) -> Conditions.constant(value);
            case Bound.Term(Operand operand)
            when operand.type() == DataType.BOOL -> new Expr.Compare(operand, Comparison.EQ, new Value.BoolValue(true));
            case Bound.Const _, Bound.Term _ -> throw FilterFault.at(span, "%s", message);
        };
    }

    private Expr exists(Syntax.Exists exists) {
        Span span = exists.span();
        if (!(bind(exists.term()) instanceof Bound.Term(Operand operand))
                || operand instanceof Operand.Arithmetic
                || operand instanceof Operand.ArrayLength) {
            throw FilterFault.at(
                    span,
                    "exists operations are only supported on single fields now, got: %s",
                    exists.term().span().of(filter));
        }
        if (!(operand instanceof Operand.JsonPath path)) {
            throw FilterFault.at(
                    span,
                    "exists operations are only supportted on json field, got:%s",
                    operand.type().wireName());
        }
        if (path.path().isEmpty()) {
            throw FilterFault.at(span, "exists operations are only supportted on json key");
        }
        return new Expr.Exists(path);
    }

    private Expr isNull(Syntax.NullTest test) {
        if (test.term() instanceof Syntax.Name name) {
            Operand operand = fields.resolve(name, filter);
            if (operand instanceof Operand.Field field) {
                return new Expr.IsNull(field);
            }
            if (operand instanceof Operand.JsonPath path) {
                return path.path().isEmpty()
                        ? new Expr.IsNull(new Operand.Field(path.id(), DataType.JSON))
                        : Conditions.not(new Expr.Exists(path));
            }
        }
        throw FilterFault.at(
                test.span(),
                "is null is only supported on fields and json keys, got: %s",
                test.term().span().of(filter));
    }
}
