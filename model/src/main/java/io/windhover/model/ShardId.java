package io.windhover.model;

/**
 * One shard of a collection: the rows whose primary key hashes to {@code number}.
 *
 * @param collection owner
 * @param number     0-based
 */
public record ShardId(CollectionId collection, int number) implements Comparable<ShardId> {
    /** Rejects negative shard numbers. */
    public ShardId {
        Invariant.check(number >= 0, "shard number {} is negative", number);
    }

    @Override
    public int compareTo(ShardId other) {
        int byCollection = collection.compareTo(other.collection);
        return byCollection != 0 ? byCollection : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return collection + "/" + number;
    }
}
