package io.windhover.model;

/** A partition; never used again after a drop. */
public record PartitionId(long value) implements Comparable<PartitionId> {
    @Override
    public int compareTo(PartitionId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
