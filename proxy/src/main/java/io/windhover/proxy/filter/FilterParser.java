package io.windhover.proxy.filter;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.expr.Expr;
import io.windhover.model.expr.Operand;
import io.windhover.model.row.Value;
import io.windhover.model.schema.CollectionSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads filters: boolean expressions in Milvus's language. Stateless; any number of threads may call it.
 *
 * @see Precedence the ranks of the operators
 */
public final class FilterParser {
    /** The longest filter in UTF-16 units; about two million keys in a list. */
    public static final int LENGTH_MAX = 32 << 20;

    /** The longest name of a place in JSON documents in UTF-16 units. */
    public static final int PATH_LENGTH_MAX = 1024;

    private static final int SHOWN_MAX = 2000;
    private static final int PLACE_FROM = 200;

    private FilterParser() {}

    /**
     * Parses a filter, binds it to a schema, checks types, computes constants and brings it to a normal form.
     *
     * @param filter    text; empty or blank lets every row through
     * @param schema    fields are resolved in it; with a dynamic field, unknown names are its keys
     * @param templates values of {@code {name}} in the text
     * @param seeds     asked for each sample that the filter draws
     * @throws DatabaseException PARAMETER_INVALID, with what is wrong where; PARAMETER_TOO_LARGE
     */
    public static Expr parse(String filter, CollectionSchema schema, Map<String, Value> templates, LongSupplier seeds) {
        if (filter.isBlank()) {
            return new Expr.Constant(true);
        }
        if (filter.length() > LENGTH_MAX) {
            throw new DatabaseException(
                    ErrorCode.PARAMETER_TOO_LARGE,
                    "the filter has " + filter.length() + " characters, more than " + LENGTH_MAX);
        }
        try {
            checkUnicode(filter);
            Syntax syntax = SyntaxReader.read(filter);
            Bound bound = new Binder(filter, schema, templates, seeds).bind(syntax);
            if (!Binder.isBoolean(bound)) {
                throw DatabaseException.invalid(
                        "predicate is not a boolean expression: %s, data type: %s", shown(filter), bound.typeName());
            }
            Expr truth = Binder.truth(bound, syntax.span(), "");
            checkSamples(truth, syntax.span());
            return truth;
        } catch (FilterFault fault) {
            throw DatabaseException.invalid("%s", message(filter, fault));
        }
    }

    /** A sample is drawn from what the rest of the filter lets through, so it comes last. */
    private static void checkSamples(Expr filter, Span span) {
        List<Expr> terms = filter instanceof Expr.And(List<Expr> all) ? all : List.of(filter);
        for (int i = 0; i < terms.size(); i++) {
            boolean isLast = i == terms.size() - 1;
            if (samples(terms.get(i)) && !(isLast && terms.get(i) instanceof Expr.Sample)) {
                throw FilterFault.at(
                        span, "random sample expression can only be the last expression in the logical and expression");
            }
        }
    }

    private static boolean samples(Expr expr) {
        return switch (expr) {
            case Expr.Sample _ -> true;
            case Expr.Not(Expr term) -> samples(term);
            case Expr.And(List<Expr> terms) -> terms.stream().anyMatch(FilterParser::samples);
            case Expr.Or(List<Expr> terms) -> terms.stream().anyMatch(FilterParser::samples);
            default -> false;
        };
    }

    /**
     * Reads the name of a place in JSON documents: a JSON field or a key of the dynamic field, and what stands in
     * brackets after it.
     *
     * @throws DatabaseException PARAMETER_INVALID if it is none
     */
    public static Operand.JsonPath parsePath(String path, CollectionSchema schema) {
        try {
            checkUnicode(path);
            if (path.length() <= PATH_LENGTH_MAX
                    && SyntaxReader.read(path) instanceof Syntax.Name name
                    && new Fields(schema).resolve(name, path) instanceof Operand.JsonPath place) {
                return place;
            }
        } catch (FilterFault fault) {
            throw DatabaseException.invalid("cannot parse identifier: %s, error: %s", shown(path), fault.getMessage());
        }
        throw DatabaseException.invalid("cannot parse identifier: %s", shown(path));
    }

    private static void checkUnicode(String filter) {
        for (int i = 0; i < filter.length(); i++) {
            char c = filter.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isLowSurrogate(c)
                    || i + 1 == filter.length()
                    || !Character.isLowSurrogate(filter.charAt(i + 1))) {
                throw new FilterFault(Optional.empty(), "the text is no valid Unicode");
            }
            i++;
        }
    }

    private static String shown(String filter) {
        return filter.length() > SHOWN_MAX ? filter.substring(0, SHOWN_MAX) + "..." : filter;
    }

    private static String message(String filter, FilterFault fault) {
        String message = "cannot parse expression: " + shown(filter) + ", error: " + fault.getMessage();
        return filter.length() > PLACE_FROM && fault.place().isPresent()
                ? message + " (line " + fault.place().get().line() + ":"
                        + fault.place().get().column() + ")"
                : message;
    }
}
