package io.windhover.segment.filter;

import java.nio.charset.StandardCharsets;

/** A value found in a JSON document, for reuse from row to row. */
final class JsonValue {
    /** What a value is. */
    enum Kind {
        /** No value: the path leads nowhere, or to null, or to what is no JSON. */
        NONE,
        BOOL,
        LONG,
        DOUBLE,
        TEXT,
        ARRAY,
        OBJECT
    }

    Kind kind = Kind.NONE;
    boolean bool;
    long whole;
    double real;
    byte[] text = new byte[0];
    int textFrom;
    int textTo;

    /** Where an array or object starts in its document. */
    int place;

    /** Reads the value at a place; -1 = none. */
    void load(JsonCursor cursor, int at) {
        place = at;
        switch (cursor.at(at)) {
            case '"' -> loadText(cursor, at);
            case '{' -> kind = Kind.OBJECT;
            case '[' -> kind = Kind.ARRAY;
            case 't', 'f' -> {
                kind = Kind.BOOL;
                bool = cursor.at(at) == 't';
            }
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> loadNumber(cursor, at);
            default -> kind = Kind.NONE;
        }
    }

    private void loadText(JsonCursor cursor, int at) {
        int end = cursor.textEnd(at);
        if (end < 0) {
            kind = Kind.NONE;
            return;
        }
        kind = Kind.TEXT;
        if (cursor.hasEscape(at + 1, end - 1)) {
            text = cursor.unescape(at + 1, end - 1);
            textFrom = 0;
            textTo = text.length;
        } else {
            text = cursor.bytes();
            textFrom = at + 1;
            textTo = end - 1;
        }
    }

    private void loadNumber(JsonCursor cursor, int at) {
        int end = cursor.wordEnd(at);
        byte[] bytes = cursor.bytes();
        boolean negative = bytes[at] == '-';
        long sum = 0;
        int i = negative ? at + 1 : at;
        // Eighteen digits never overflow; all else goes the slow way.
        boolean small = end - i <= 18 && i < end;
        while (small && i < end) {
            int digit = bytes[i++] - '0';
            small = digit >= 0 && digit <= 9;
            sum = sum * 10 + digit;
        }
        if (small) {
            setLong(negative ? -sum : sum);
        } else {
            loadAnyNumber(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
        }
    }

    private void loadAnyNumber(String number) {
        try {
            if (number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0 && number.length() < 21) {
                loadLongNumber(number);
            } else {
                setDouble(Double.parseDouble(number));
            }
        } catch (NumberFormatException e) {
            kind = Kind.NONE;
        }
    }

    private void loadLongNumber(String number) {
        try {
            setLong(Long.parseLong(number));
        } catch (NumberFormatException e) {
            setDouble(Double.parseDouble(number));
        }
    }

    void setLong(long value) {
        kind = Kind.LONG;
        whole = value;
    }

    void setDouble(double value) {
        kind = Kind.DOUBLE;
        real = value;
    }

    boolean isNumber() {
        return kind == Kind.LONG || kind == Kind.DOUBLE;
    }

    double asDouble() {
        return kind == Kind.LONG ? whole : real;
    }
}
