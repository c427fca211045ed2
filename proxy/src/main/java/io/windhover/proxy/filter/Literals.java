package io.windhover.proxy.filter;

import io.windhover.model.row.Value;

/** Reads the values that stand in a filter's text. */
final class Literals {
    private Literals() {}

    /**
     * Reads a whole number: decimal, octal with a leading 0, hexadecimal or binary.
     *
     * @param text with an optional sign
     */
    static Value integer(String text, Span span) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        int radix = radix(digits);
        String body = radix == 16 || radix == 2 ? digits.substring(2) : digits;
        try {
            return new Value.LongValue(Long.parseLong(negative ? "-" + body : body, radix));
        } catch (NumberFormatException e) {
            throw FilterFault.at(span, "integer out of range or malformed: %s", text);
        }
    }

    private static int radix(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    /** Reads a number with a fraction or an exponent, with an optional sign. */
    static Value real(String text, Span span) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw FilterFault.at(span, "malformed number: %s", text);
        }
        if (Double.isInfinite(value)) {
            throw FilterFault.at(span, "number out of range: %s", text);
        }
        return new Value.DoubleValue(value);
    }

    /** Reads true or false in one of their spellings. */
    static Value bool(String text) {
        return new Value.BoolValue(text.charAt(0) == 't' || text.charAt(0) == 'T');
    }

    /** Reads a text in quotes. A backslash before a character that needs none stays, as patterns use it. */
    static String text(String quoted, Span span) {
        String body = quoted.substring(1, quoted.length() - 1);
        return body.indexOf('\\') < 0 ? body : new Unescape(body, span).text();
    }

    /** Reads a text in quotes after an r, in which a backslash is a character like others. */
    static String rawText(String quoted) {
        return quoted.substring(2, quoted.length() - 1);
    }

    /** The text of a string literal with its escapes resolved. */
    private static final class Unescape {
        private final String body;
        private final Span span;
        private final StringBuilder out;
        private int at;

        Unescape(String body, Span span) {
            this.body = body;
            this.span = span;
            this.out = new StringBuilder(body.length());
        }

        String text() {
            while (at < body.length()) {
                char c = body.charAt(at++);
                if (c == '\\') {
                    escape(body.charAt(at++));
                } else {
                    out.append(c);
                }
            }
            return out.toString();
        }

        private void escape(char c) {
            switch (c) {
                case 'a' -> out.append('\u0007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'v' -> out.append('\u000b');
                case '"', '\'', '\\', '?' -> out.append(c);
                case 'x' -> code(2, 16);
                case 'u' -> code(4, 16);
                case 'U' -> code(8, 16);
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    at--;
                    code(3, 8);
                }
                default -> out.append('\\').append(c);
            }
        }

        private void code(int digits, int radix) {
            if (at + digits > body.length()) {
                throw FilterFault.at(span, "escape cut off in the text %s", body);
            }
            String number = body.substring(at, at + digits);
            at += digits;
            try {
                out.appendCodePoint(Integer.parseUnsignedInt(number, radix));
            } catch (IllegalArgumentException e) {
                throw FilterFault.at(span, "malformed escape \\%s in the text %s", number, body);
            }
        }
    }
}
