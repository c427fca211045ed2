package io.windhover.segment.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Walks through a JSON document in UTF-8 without building anything. Documents were checked when they came in; here a
 * place is -1 where a document breaks off or is no JSON, and such a document has no values.
 */
final class JsonCursor {
    private byte[] bytes = new byte[0];
    private int end;

    /** One step of a path: a key, and a position if it is one. */
    record Step(byte[] key, int index) {
        static Step of(String step) {
            boolean digits =
                    !step.isEmpty() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
            return new Step(step.getBytes(StandardCharsets.UTF_8), digits ? Integer.parseInt(step) : -1);
        }

        static Step[] of(List<String> path) {
            return path.stream().map(Step::of).toArray(Step[]::new);
        }
    }

    /** Takes a document: the bytes {@code from} to {@code to}. Returns where its value starts, or -1. */
    int start(byte[] document, int from, int to) {
        bytes = document;
        end = to;
        return value(from);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns the byte at a place, 0 outside of the document. */
    int at(int place) {
        return place >= 0 && place < end ? bytes[place] : 0;
    }

    /** Returns the first place at or after {@code place} that is not blank, or -1. */
    int value(int place) {
        if (place < 0) {
            return -1;
        }
        int i = place;
        while (i < end && bytes[i] <= ' ' && bytes[i] >= 0) {
            i++;
        }
        return i < end ? i : -1;
    }

    /** Follows a path from the value at {@code place}; -1 where it leads nowhere. */
    int find(int place, Step[] path) {
        int at = place;
        for (int i = 0; i < path.length && at >= 0; i++) {
            at = switch (at(at)) {
                case '{' -> member(at, path[i].key());
                case '[' -> path[i].index() < 0 ? -1 : element(at, path[i].index());
                default -> -1;
            };
        }
        return at;
    }

    private int member(int object, byte[] key) {
        int at = value(object + 1);
        while (at(at) == '"') {
            int keyEnd = textEnd(at);
            int colon = value(keyEnd);
            if (at(colon) != ':') {
                return -1;
            }
            int found = value(colon + 1);
            if (isKey(at + 1, keyEnd - 1, key)) {
                return found;
            }
            at = value(skip(found));
            if (at(at) != ',') {
                return -1;
            }
            at = value(at + 1);
        }
        return -1;
    }

    private boolean isKey(int from, int to, byte[] key) {
        if (Arrays.equals(bytes, from, to, key, 0, key.length)) {
            return true;
        }
        return to - from > key.length && hasEscape(from, to) && Arrays.equals(unescape(from, to), key);
    }

    private int element(int array, int index) {
        int at = firstElement(array);
        for (int i = 0; i < index && at >= 0; i++) {
            at = nextElement(at);
        }
        return at;
    }

    /** Returns the first element of the array at {@code array}, or -1 if it is empty. */
    int firstElement(int array) {
        int at = value(array + 1);
        return at(at) == ']' ? -1 : at;
    }

    /** Returns the element after the one at {@code element}, or -1. */
    int nextElement(int element) {
        int at = value(skip(element));
        return at(at) == ',' ? value(at + 1) : -1;
    }

    /** Returns the place after the text that starts at the quote at {@code quote}, or -1. */
    int textEnd(int quote) {
        for (int i = quote + 1; i < end; i++) {
            if (bytes[i] == '"') {
                return i + 1;
            }
            if (bytes[i] == '\\') {
                i++;
            }
        }
        return -1;
    }

    /** Returns the place after the value at {@code place}, or -1. */
    int skip(int place) {
        return switch (at(place)) {
            case 0 -> -1;
            case '"' -> textEnd(place);
            case '{', '[' -> skipNested(place);
            default -> wordEnd(place);
        };
    }

    /** Returns the place after a number, true, false or null. */
    int wordEnd(int place) {
        int i = place;
        while (i < end && bytes[i] > ' ' && bytes[i] != ',' && bytes[i] != '}' && bytes[i] != ']') {
            i++;
        }
        return i == place ? -1 : i;
    }

    private int skipNested(int place) {
        int depth = 0;
        for (int i = place; i < end; i++) {
            switch (bytes[i]) {
                case '"' -> {
                    int after = textEnd(i);
                    if (after < 0) {
                        return -1;
                    }
                    i = after - 1;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    depth--;
                    if (depth == 0) {
                        return i + 1;
                    }
                }
                default -> {
                    // Nothing that nests.
                }
            }
        }
        return -1;
    }

    boolean hasEscape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** Returns the text between two quotes with its escapes resolved; an escape that is none stays as it is. */
    byte[] unescape(int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            int plain = i;
            while (i < to && bytes[i] != '\\') {
                i++;
            }
            text.append(new String(bytes, plain, i - plain, StandardCharsets.UTF_8));
            if (i < to) {
                i = unescapeOne(i + 1, to, text);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private int unescapeOne(int place, int to, StringBuilder text) {
        if (place == to) {
            return to;
        }
        switch (bytes[place]) {
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                return unescapeCode(place, to, text);
            }
            default -> text.append((char) (bytes[place] & 0xFF));
        }
        return place + 1;
    }

    private int unescapeCode(int place, int to, StringBuilder text) {
        int code = 0;
        for (int i = place + 1; i <= place + 4; i++) {
            int digit = i < to ? Character.digit(bytes[i], 16) : -1;
            if (digit < 0) {
                text.append('u');
                return place + 1;
            }
            code = code << 4 | digit;
        }
        text.append((char) code);
        return place + 5;
    }
}
