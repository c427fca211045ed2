package io.windhover.model;

/** An index definition; never used again after a drop. */
public record IndexId(long value) implements Comparable<IndexId> {
    @Override
    public int compareTo(IndexId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
