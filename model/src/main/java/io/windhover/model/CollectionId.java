package io.windhover.model;

/** A collection; never used again after a drop. */
public record CollectionId(long value) implements Comparable<CollectionId> {
    @Override
    public int compareTo(CollectionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
