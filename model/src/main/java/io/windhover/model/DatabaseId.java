package io.windhover.model;

/** A database; 1 is the default one. */
public record DatabaseId(long value) implements Comparable<DatabaseId> {
    @Override
    public int compareTo(DatabaseId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
