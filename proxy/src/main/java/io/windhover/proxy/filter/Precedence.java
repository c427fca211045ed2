package io.windhover.proxy.filter;

import static io.windhover.proxy.filter.grammar.FilterGrammarParser.*;

import io.windhover.model.SizeExempt;
import io.windhover.model.expr.ArithmeticOperator;
import io.windhover.model.expr.Comparison;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a flat row of prefixes, operands and operators into a tree. From loose to tight: or; and; not; {@code | ^ &};
 * {@code == !=}; {@code < <= > >=}; in; shifts; {@code + -}; {@code * / %}; signs and {@code ~}; {@code **}; like,
 * exists. Operators of the same rank group from the left; a row of and, or of or, becomes one node.
 */
final class Precedence {
    private static final int LOOSEST = 0;
    private static final int NOT_OPERAND = 3;
    private static final int SIGN_OPERAND = 13;
    private static final int TIGHTEST = 15;

    /** A prefix or operator (a word of the grammar), or an operand. */
    private sealed interface Item {
        record Operator(int word, boolean prefix, Span span) implements Item {}

        record Operand(Syntax syntax) implements Item {}
    }

    private final List<Item> items = new ArrayList<>();
    private int at;

    void addPrefix(int word, Span span) {
        items.add(new Item.Operator(word, true, span));
    }

    void addBinary(int word, Span span) {
        items.add(new Item.Operator(word, false, span));
    }

    void addOperand(Syntax syntax) {
        items.add(new Item.Operand(syntax));
    }

    /** Returns the whole row as a tree. */
    Syntax tree() {
        return climb(LOOSEST);
    }

    /** Reads as far as operators bind at least as tightly as {@code rankMin}. */
    private Syntax climb(int rankMin) {
        Syntax left = prefixed();
        while (at < items.size() && items.get(at) instanceof Item.Operator operator && rank(operator) >= rankMin) {
            at++;
            left = combine(left, operator);
        }
        return left;
    }

    private Syntax prefixed() {
        return switch (items.get(at++)) {
            case Item.Operand(Syntax syntax) -> syntax;
            case Item.Operator(int word, boolean _, Span span) -> prefixed(word, span);
        };
    }

    private Syntax prefixed(int word, Span span) {
        switch (word) {
            case NOT -> {
                Syntax term = climb(NOT_OPERAND);
                return new Syntax.Negation(term, span.until(term.span()));
            }
            case EXISTS -> {
                Syntax term = climb(TIGHTEST);
                return new Syntax.Exists(term, span.until(term.span()));
            }
            default -> {
                Syntax term = climb(SIGN_OPERAND);
                char sign = word == MINUS ? '-' : word == PLUS ? '+' : '~';
                return new Syntax.Unary(sign, term, span.until(term.span()));
            }
        }
    }

    private Syntax combine(Syntax left, Item.Operator operator) {
        int word = operator.word();
        if (word == AND || word == OR) {
            return logic(left, word);
        }
        Syntax right = climb(rank(operator) + 1);
        Span span = left.span().until(right.span());
        return switch (word) {
            case EQ, NE -> new Syntax.Compare(comparison(word), left, right, span);
            case LT, LE, GT, GE -> relation(comparison(word), left, right);
            case NOT, IN -> new Syntax.Membership(word == NOT, left, right, span);
            case LIKE -> new Syntax.Like(left, right, span);
            case REGEX, NOT_REGEX -> new Syntax.Matches(word == NOT_REGEX, left, right, span);
            default -> new Syntax.Arithmetic(arithmetic(word), left, right, span);
        };
    }

    private Syntax logic(Syntax first, int word) {
        List<Syntax> terms = new ArrayList<>(List.of(first));
        terms.add(climb(rank(word) + 1));
        while (isOperator(word)) {
            at++;
            terms.add(climb(rank(word) + 1));
        }
        return new Syntax.Logic(
                word == AND, terms, first.span().until(terms.getLast().span()));
    }

    private boolean isOperator(int word) {
        return at < items.size() && items.get(at) instanceof Item.Operator operator && operator.word() == word;
    }

    private Syntax relation(Comparison first, Syntax left, Syntax middle) {
        if (at == items.size() || !(items.get(at) instanceof Item.Operator second) || rank(second) != rank(LT)) {
            return new Syntax.Compare(first, left, middle, left.span().until(middle.span()));
        }
        at++;
        Syntax right = climb(rank(LT) + 1);
        Span span = left.span().until(right.span());
        return new Syntax.Chain(first, comparison(second.word()), left, middle, right, span);
    }

    private static int rank(Item.Operator operator) {
        return rank(operator.word());
    }

    @SizeExempt("a table: one row for each rank")
    private static int rank(int word) {
        return switch (word) {
            case OR -> 1;
            case AND -> 2;
            case BIT_OR -> 3;
            case BIT_XOR -> 4;
            case BIT_AND -> 5;
            case EQ, NE -> 6;
            case LT, LE, GT, GE -> 7;
            case NOT, IN -> 8;
            case SHIFT_LEFT, SHIFT_RIGHT -> 9;
            case PLUS, MINUS -> 10;
            case TIMES, DIVIDE, MODULO -> 11;
            case POWER -> 13;
            case LIKE, REGEX, NOT_REGEX -> 14;
            default -> throw new IllegalStateException("no operator of the grammar: " + word);
        };
    }

    private static Comparison comparison(int word) {
        return switch (word) {
            case EQ -> Comparison.EQ;
            case NE -> Comparison.NE;
            case LT -> Comparison.LT;
            case LE -> Comparison.LE;
            case GT -> Comparison.GT;
            case GE -> Comparison.GE;
            default -> throw new IllegalStateException("no comparison of the grammar: " + word);
        };
    }

    @SizeExempt("a table: one row for each operator")
    private static ArithmeticOperator arithmetic(int word) {
        return switch (word) {
            case PLUS -> ArithmeticOperator.ADD;
            case MINUS -> ArithmeticOperator.SUBTRACT;
            case TIMES -> ArithmeticOperator.MULTIPLY;
            case DIVIDE -> ArithmeticOperator.DIVIDE;
            case MODULO -> ArithmeticOperator.MODULO;
            case POWER -> ArithmeticOperator.POWER;
            case BIT_AND -> ArithmeticOperator.BIT_AND;
            case BIT_OR -> ArithmeticOperator.BIT_OR;
            case BIT_XOR -> ArithmeticOperator.BIT_XOR;
            case SHIFT_LEFT -> ArithmeticOperator.SHIFT_LEFT;
            case SHIFT_RIGHT -> ArithmeticOperator.SHIFT_RIGHT;
            default -> throw new IllegalStateException("no arithmetic of the grammar: " + word);
        };
    }
}
