package io.windhover.model.row;

/** A list of primary keys of one type. */
public sealed interface PrimaryKeys {
    /** Returns how many there are. */
    int count();

    /** Returns one key as an object that equals others of its value: a {@link Long} or a {@link String}. */
    Object at(int index);

    /**
     * Compares two keys of the same type in the order of all reads: numbers as numbers, texts by code points, which is
     * the order of their UTF-8 bytes (and not that of {@link String#compareTo}).
     */
    static int compare(PrimaryKeys left, int leftIndex, PrimaryKeys right, int rightIndex) {
        return switch (left) {
            case LongKeys longs -> Long.compare(longs.values()[leftIndex], ((LongKeys) right).values()[rightIndex]);
            case StringKeys strings ->
                compareTexts(strings.values()[leftIndex], ((StringKeys) right).values()[rightIndex]);
        };
    }

    /** Compares texts by code points. */
    static int compareTexts(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Surrogates stand for code points beyond every other char.
                boolean aIsHigh = Character.isSurrogate(a);
                return aIsHigh == Character.isSurrogate(b) ? Character.compare(a, b) : aIsHigh ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Int64 keys. */
    record LongKeys(long[] values) implements PrimaryKeys {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public Object at(int index) {
            return values[index];
        }
    }

    /** VarChar keys. */
    record StringKeys(String[] values) implements PrimaryKeys {
        @Override
        public int count() {
            return values.length;
        }

        @Override
        public Object at(int index) {
            return values[index];
        }
    }
}
