package io.windhover.proxy.filter;

import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;
import io.windhover.model.schema.DataType;
import io.windhover.model.schema.FieldSchema;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/** Binds calls of functions, by name. */
final class Functions {
    /** What Milvus has and we have not. */
    private static final Set<String> NOT_YET = Set.of(
            "element_filter",
            "match_all",
            "match_any",
            "match_least",
            "match_most",
            "match_exact",
            "st_equals",
            "st_touches",
            "st_overlaps",
            "st_crosses",
            "st_contains",
            "st_intersects",
            "st_within",
            "st_dwithin",
            "st_isvalid");

    private static final int WORDS_MAX = 1_000;

    private final String filter;
    private final Fields fields;
    private final Comparisons comparisons;
    private final LongSupplier seeds;

    Functions(String filter, Fields fields, Comparisons comparisons, LongSupplier seeds) {
        this.filter = filter;
        this.fields = fields;
        this.seeds = seeds;
        this.comparisons = comparisons;
    }

    /** Refuses a function that is not known, before its arguments are looked at. */
    static void checkKnown(Syntax.Call call) {
        String name = call.function().toLowerCase(Locale.ROOT);
        if (NOT_YET.contains(name)) {
            throw notSupported(name, call.span());
        }
        switch (name) {
            case "array_length", "random_sample" -> requireArguments(call, 1);
            case "text_match", "phrase_match" ->
                requireArguments(call, call.arguments().size() == 3 ? 3 : 2);
            case "json_contains",
                    "array_contains",
                    "json_contains_all",
                    "array_contains_all",
                    "json_contains_any",
                    "array_contains_any" -> requireArguments(call, 2);
            default -> throw FilterFault.at(call.span(), "function %s not exist", call.function());
        }
    }

    /** Tells whether a function takes an argument by this name, always as its third. */
    static boolean knows(Syntax.Call call, String argument) {
        return call.function().equalsIgnoreCase("text_match")
                && argument.equalsIgnoreCase("minimum_should_match")
                && call.arguments().size() == 3;
    }

    static FilterFault notSupported(String feature, Span span) {
        return FilterFault.at(span, "%s is not supported in this version", feature);
    }

    private static void requireArguments(Syntax.Call call, int count) {
        if (call.arguments().size() != count) {
            throw FilterFault.at(
                    call.span(),
                    "%s takes %d arguments, but got %d",
                    call.function(),
                    count,
                    call.arguments().size());
        }
    }

    /** Binds a call that {@link #checkKnown} let pass. */
    Bound call(Syntax.Call call, List<Bound> arguments) {
        return switch (call.function().toLowerCase(Locale.ROOT)) {
            case "array_length" -> length(call, arguments.getFirst());
            case "random_sample" -> sample(call, arguments.getFirst());
            case "text_match" -> textMatch(call, arguments);
            case "phrase_match" -> phraseMatch(call, arguments);
            case "json_contains", "array_contains" -> contains(call, arguments);
            case "json_contains_all", "array_contains_all" -> containsList(call, arguments, true);
            default -> containsList(call, arguments, false);
        };
    }

    private Bound sample(Syntax.Call call, Bound argument) {
        if (!(argument instanceof Bound.Const(Value value)) || !Constants.isNumber(value)) {
            throw FilterFault.at(call.span(), "sample factor should be a constant floating number");
        }
        double share = Constants.toDouble(value);
        if (!(share > 0 && share < 1)) {
            throw FilterFault.at(
                    call.span(),
                    "the sample factor should be between 0 and 1 and not too close to 0 or 1, the difference should be"
                            + " larger than 1e-9");
        }
        return condition(new Expr.Sample(share, seeds.getAsLong()));
    }

    private Bound textMatch(Syntax.Call call, List<Bound> arguments) {
        FieldSchema field = matchable(call, arguments.getFirst());
        int least = number(call, arguments, "minimum_should_match", 1, 1);
        return condition(new Expr.TextMatch(operand(field), words(call, arguments.get(1)), least, analyzer(field)));
    }

    private Bound phraseMatch(Syntax.Call call, List<Bound> arguments) {
        FieldSchema field = matchable(call, arguments.getFirst());
        int slop = number(call, arguments, "slop", 0, 0);
        return condition(new Expr.PhraseMatch(operand(field), words(call, arguments.get(1)), slop, analyzer(field)));
    }

    private static Operand.Field operand(FieldSchema field) {
        return new Operand.Field(field.id(), field.type());
    }

    private static String analyzer(FieldSchema field) {
        return field.params().getOrDefault("analyzer_params", "");
    }

    private FieldSchema matchable(Syntax.Call call, Bound argument) {
        if (!(argument instanceof Bound.Term(Operand operand))
                || !(operand instanceof Operand.Field field)
                || field.type() != DataType.VARCHAR) {
            throw FilterFault.at(
                    call.span(),
                    "%s operation on non-string is unsupported",
                    call.function().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        FieldSchema schema = fields.schema(field);
        if (!Boolean.parseBoolean(schema.params().get("enable_match"))) {
            throw FilterFault.at(call.span(), "field \"%s\" does not enable match", schema.name());
        }
        return schema;
    }

    private String words(Syntax.Call call, Bound argument) {
        if (argument instanceof Bound.Const(Value value) && value instanceof Value.StringValue(String text)) {
            return text;
        }
        throw FilterFault.at(
                call.span(),
                "the query of %s must be a string, but got: %s",
                call.function(),
                call.arguments().get(1).span().of(filter));
    }

    /** Returns the third argument, if there is one: a whole number. */
    private static int number(Syntax.Call call, List<Bound> arguments, String name, int least, int absent) {
        if (arguments.size() < 3) {
            return absent;
        }
        if (!(arguments.get(2) instanceof Bound.Const(Value value))
                || !(value instanceof Value.LongValue(long number))
                || number < least
                || number > WORDS_MAX) {
            throw FilterFault.at(call.span(), "%s must be a whole number in [%d, %d]", name, least, WORDS_MAX);
        }
        return (int) number;
    }

    private Bound length(Syntax.Call call, Bound argument) {
        return new Bound.Term(new Operand.ArrayLength(array(call, argument, "array_length")));
    }

    private Operand array(Syntax.Call call, Bound argument, String operation) {
        if (argument instanceof Bound.Term(Operand operand)) {
            boolean path = operand instanceof Operand.JsonPath;
            if (path || operand instanceof Operand.Field field && field.type() == DataType.ARRAY) {
                return operand;
            }
        }
        throw FilterFault.at(
                call.span(),
                "%s operation are only supported on json or array fields now, got: %s",
                operation,
                call.arguments().getFirst().span().of(filter));
    }

    private Value element(Syntax.Call call, Bound argument, String operation) {
        if (argument instanceof Bound.Const(Value value)) {
            return value;
        }
        throw FilterFault.at(
                call.span(),
                "%s operation are only supported explicitly specified element, got: %s",
                operation,
                call.arguments().get(1).span().of(filter));
    }

    private Bound contains(Syntax.Call call, List<Bound> arguments) {
        Operand array = array(call, arguments.get(0), "contains");
        Value element = element(call, arguments.get(1), "contains");
        return condition(comparisons.contains(array, false, List.of(element), call.span()));
    }

    private Bound containsList(Syntax.Call call, List<Bound> arguments, boolean all) {
        String operation = all ? "contains_all" : "contains_any";
        Operand array = array(call, arguments.get(0), operation);
        if (!(element(call, arguments.get(1), operation) instanceof Value.ListValue(List<Value> elements))) {
            throw FilterFault.at(call.span(), "%s operation element must be an array", operation);
        }
        return condition(comparisons.contains(array, all, elements, call.span()));
    }

    private static Bound condition(Expr expr) {
        return new Bound.Condition(expr);
    }
}
