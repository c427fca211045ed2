package io.windhover.node.query;

import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.segment.Holds;
import java.util.List;
import java.util.Optional;

/**
 * What a query node serves of one collection, complete as of one catalog version. Immutable but for the deletes in its
 * shards. A read holds it from its start to its end; its segments go when neither the node nor a read holds it.
 */
final class CollectionView {
    private final long catalogVersion;
    private final Collection collection;
    private final List<ShardView> shards;
    private final Holds holds;
    private final Runnable released;

    /**
     * Takes over the caller's holds on all segments; starts with one hold, the node's.
     *
     * @param released is run when the last hold is gone
     */
    CollectionView(long catalogVersion, Collection collection, List<ShardView> shards, Runnable released) {
        this.catalogVersion = catalogVersion;
        this.collection = collection;
        this.shards = List.copyOf(shards);
        this.released = released;
        this.holds = new Holds(this::releaseSegments);
    }

    private void releaseSegments() {
        for (ShardView shard : shards) {
            shard.segments().forEach(OpenSegment::release);
        }
        released.run();
    }

    long catalogVersion() {
        return catalogVersion;
    }

    /** Returns the collection as it was in the view's catalog. */
    Collection collection() {
        return collection;
    }

    List<ShardView> shards() {
        return shards;
    }

    /** Finds a shard by its number; empty if it was not to be read here. */
    Optional<ShardView> shard(int number) {
        return shards.stream().filter(view -> view.shard().number() == number).findFirst();
    }

    /** Tells whether exactly these shards are in it. */
    boolean hasShards(List<ShardId> wanted) {
        return shards.stream().map(ShardView::shard).toList().equals(wanted);
    }

    /**
     * Tells whether every sealed row of a partition that the owner does not serve is in this view: the partition was
     * loaded then, or did not exist yet and so had no rows in files.
     */
    boolean serves(PartitionId partition) {
        return collection.partitions().find(partition).isEmpty()
                || collection.load().covers(partition);
    }

    boolean tryHold() {
        return holds.tryHold();
    }

    void release() {
        holds.release();
    }
}
