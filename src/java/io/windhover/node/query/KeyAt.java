package io.windhover.node.query;

import io.windhover.model.row.PrimaryKeys;

/** One key out of a list. */
final class KeyAt {
    private KeyAt() {}

    /** Returns a key as an object that equals others of its value. */
    static Object of(PrimaryKeys keys, int index) {
        return switch (keys) {
            case PrimaryKeys.LongKeys longs -> longs.values()[index];
            case PrimaryKeys.StringKeys strings -> strings.values()[index];
        };
    }

    /** Compares keys of two lists of one type; text by its UTF-8 bytes, as segments order it. */
    static int compare(PrimaryKeys left, int leftIndex, PrimaryKeys right, int rightIndex) {
        return switch (left) {
            case PrimaryKeys.LongKeys longs ->
                Long.compare(longs.values()[leftIndex], ((PrimaryKeys.LongKeys) right).values()[rightIndex]);
            case PrimaryKeys.StringKeys strings ->
                compareText(strings.values()[leftIndex], ((PrimaryKeys.StringKeys) right).values()[rightIndex]);
        };
    }

    /** Orders by code point, which is the order of UTF-8 bytes and, unlike String's, right beyond the first plane. */
    private static int compareText(String left, String right) {
        int end = Math.min(left.length(), right.length());
        for (int i = 0; i < end; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) || Character.isSurrogate(b);
                return surrogates && Character.isSurrogate(a) != Character.isSurrogate(b)
                        ? (Character.isSurrogate(a) ? 1 : -1)
                        : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
