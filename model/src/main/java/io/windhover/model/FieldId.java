package io.windhover.model;

/** A field of one collection; below 100 are the system's. */
public record FieldId(long value) implements Comparable<FieldId> {
    @Override
    public int compareTo(FieldId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
