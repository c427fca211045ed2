package io.windhover.proxy.filter;

import io.windhover.model.row.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a list of plain values straight from the text of a filter. What is not exactly that, is left to the grammar: the
 * answer is then empty, whatever the reason.
 */
final class LiteralList {
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)");
    private static final Pattern REAL =
            Pattern.compile("[+-]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+(?=[eE]))([eE][+-]?[0-9]+)?");

    /** A longer word is left to the grammar, so that looking at each of many brackets never costs much. */
    private static final int WORD_MAX = 64;

    private final String text;
    private final Span span;
    private final List<Value> values = new ArrayList<>();
    private int at;

    private LiteralList(String text, int start, Span span) {
        this.text = text;
        this.span = span;
        this.at = start + 1;
    }

    /**
     * A list and where it ends.
     *
     * @param values two or more
     * @param end    UTF-16 unit after the closing bracket
     */
    record Found(Value.ListValue values, int end) {}

    /** Reads the list whose bracket opens at the UTF-16 unit {@code start}. */
    static Optional<Found> read(String text, int start, Span span) {
        LiteralList list = new LiteralList(text, start, span);
        return list.readItems() && list.values.size() >= 2
                ? Optional.of(new Found(new Value.ListValue(list.values), list.at))
                : Optional.empty();
    }

    private boolean readItems() {
        while (true) {
            skipBlanks();
            if (!values.isEmpty() && peek() == ']') {
                at++;
                return true;
            }
            if (!readItem()) {
                return false;
            }
            skipBlanks();
            if (peek() == ',') {
                at++;
            } else if (peek() != ']') {
                return false;
            }
        }
    }

    /** Returns the next UTF-16 unit, 0 at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private boolean readItem() {
        char c = peek();
        return c == '"' || c == '\'' ? readText(c) : readWord();
    }

    private boolean readText(char quote) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\r' || c == '\n') {
                return false;
            }
            at += c == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            return false;
        }
        at++;
        values.add(new Value.StringValue(Literals.text(text.substring(start, at), span)));
        return true;
    }

    private boolean readWord() {
        int start = at;
        if (readShortNumber()) {
            return true;
        }
        while (at < text.length() && at - start <= WORD_MAX && !isEnd(text.charAt(at))) {
            at++;
        }
        return at - start <= WORD_MAX && addWord(text.substring(start, at));
    }

    /** Reads up to eighteen digits without a leading zero: by far the most common, and never too large. */
    private boolean readShortNumber() {
        int negative = peek() == '-' ? 1 : 0;
        long sum = 0;
        at += negative;
        int digits = at;
        while (isDigit(peek()) && at - digits < 18) {
            sum = sum * 10 + (text.charAt(at++) - '0');
        }
        boolean plain = at == digits + 1 || (at > digits && text.charAt(digits) != '0');
        if (!plain || !isEnd(peek())) {
            return false;
        }
        values.add(new Value.LongValue(negative == 1 ? -sum : sum));
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isEnd(char c) {
        return c == ',' || c == ']' || isBlank(c);
    }

    private boolean addWord(String word) {
        switch (word) {
            case "true", "True", "TRUE" -> values.add(new Value.BoolValue(true));
            case "false", "False", "FALSE" -> values.add(new Value.BoolValue(false));
            default -> {
                if (WHOLE.matcher(word).matches()) {
                    values.add(Literals.integer(word, span));
                } else if (REAL.matcher(word).matches()) {
                    values.add(Literals.real(word, span));
                } else {
                    return false;
                }
            }
        }
        return true;
    }
}
