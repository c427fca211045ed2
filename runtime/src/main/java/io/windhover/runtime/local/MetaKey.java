package io.windhover.runtime.local;

/** A key of the metadata store, ordered as its UTF-8 bytes are: by code points, not by Java's UTF-16 units. */
record MetaKey(String text) implements Comparable<MetaKey> {
    @Override
    public int compareTo(MetaKey other) {
        int length = Math.min(text.length(), other.text.length());
        for (int i = 0; i < length; i++) {
            char a = text.charAt(i);
            char b = other.text.charAt(i);
            if (a != b) {
                // Surrogates stand for code points beyond every other unit.
                boolean differ = Character.isSurrogate(a) != Character.isSurrogate(b);
                return differ ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(text.length(), other.text.length());
    }
}
