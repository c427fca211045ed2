package io.windhover.proxy.filter;

import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Comparison;
import io.windhover.model.row.Value;
import java.util.List;

/** A filter as it was written: operators and words, fields by name, not yet checked against a schema. */
sealed interface Syntax {
    /** Returns where it stands. */
    Span span();

    /** A plain value, or a list of plain values. */
    record Literal(Value value, Span span) implements Syntax {}

    /** Digits without their sign, which decides whether they fit. */
    record WholeNumber(String digits, Span span) implements Syntax {}

    /** {@code {name}}: a value that comes beside the text. */
    record Template(String name, Span span) implements Syntax {}

    /** A list with elements that are not all plain. */
    record ListOf(List<Syntax> elements, Span span) implements Syntax {}

    /** A field or dynamic key, with what stands in brackets after it. */
    record Name(String name, List<Subscript> subscripts, Span span) implements Syntax {}

    /** Sign or all bits turned: {@code -x}, {@code ~x}. */
    record Unary(char operator, Syntax term, Span span) implements Syntax {}

    /** {@code not x}. */
    record Negation(Syntax term, Span span) implements Syntax {}

    /** {@code a and b and c}, or the same with or. */
    record Logic(boolean and, List<Syntax> terms, Span span) implements Syntax {}

    /** {@code a == b}. */
    record Compare(Comparison comparison, Syntax left, Syntax right, Span span) implements Syntax {}

    /** {@code a < x <= b}. */
    record Chain(Comparison first, Comparison second, Syntax low, Syntax middle, Syntax high, Span span)
            implements Syntax {}

    /** {@code a + b}. */
    record Arithmetic(ArithmeticOperator operator, Syntax left, Syntax right, Span span) implements Syntax {}

    /** {@code x in list}. */
    record Membership(boolean negated, Syntax term, Syntax list, Span span) implements Syntax {}

    /** {@code x like pattern}. */
    record Like(Syntax term, Syntax pattern, Span span) implements Syntax {}

    /** An argument of a call with its name. */
    record Named(String name, Syntax value, Span span) implements Syntax {}

    /** A match of a regular expression, or with {@code negated} none. */
    record Matches(boolean negated, Syntax term, Syntax pattern, Span span) implements Syntax {}

    /** {@code exists x}. */
    record Exists(Syntax term, Span span) implements Syntax {}

    /** {@code x is null}. */
    record NullTest(boolean negated, Syntax term, Span span) implements Syntax {}

    /** {@code function(arguments)}. */
    record Call(String function, List<Syntax> arguments, Span span) implements Syntax {}

    /** Something that parses and that this version does not do. */
    record Unsupported(String feature, Span span) implements Syntax {}

    /** What stands in brackets after a name. */
    sealed interface Subscript {
        /** {@code ["key"]}. */
        record Key(String key) implements Subscript {}

        /** {@code [0]}. */
        record Index(long index) implements Subscript {}

        /** {@code [word]}. */
        record Word(String word) implements Subscript {}
    }
}
