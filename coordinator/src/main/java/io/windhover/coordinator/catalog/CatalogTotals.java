package io.windhover.coordinator.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseId;
import io.windhover.model.MemberId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardPlacement;
import java.util.Map;

/**
 * Sums over the catalog that decisions need, kept up to date with each change so that no decision counts.
 *
 * @param capacityUnits active partitions times shards, over all active collections
 * @param collections   active collections by database
 * @param aliases       aliases by collection; absent = none
 * @param segments      sealed segments by partition; absent = none
 * @param owned         shards of active collections by owner; absent = none
 * @param read          shards of active collections by reader; absent = none
 */
record CatalogTotals(
        long capacityUnits,
        PersistentMap<DatabaseId, Integer> collections,
        PersistentMap<CollectionId, Integer> aliases,
        PersistentMap<PartitionId, Integer> segments,
        PersistentMap<MemberId, Integer> owned,
        PersistentMap<MemberId, Integer> read) {
    static final CatalogTotals EMPTY = new CatalogTotals(
            0,
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    int collectionsIn(DatabaseId database) {
        return collections.find(database).orElse(0);
    }

    boolean hasAlias(CollectionId collection) {
        return aliases.contains(collection);
    }

    boolean hasSegment(PartitionId partition) {
        return segments.contains(partition);
    }

    CatalogTotals plus(Collection collection) {
        return counted(collection, 1);
    }

    CatalogTotals minus(Collection collection) {
        return counted(collection, -1);
    }

    CatalogTotals withAlias(CollectionId collection, int difference) {
        return new CatalogTotals(
                capacityUnits, collections, adjusted(aliases, collection, difference), segments, owned, read);
    }

    CatalogTotals withSegment(PartitionId partition, int difference) {
        return new CatalogTotals(
                capacityUnits, collections, aliases, adjusted(segments, partition, difference), owned, read);
    }

    private CatalogTotals counted(Collection collection, int sign) {
        if (!collection.isActive()) {
            return this;
        }
        long units = (long) collection.partitionNames().size()
                * collection.settings().shardCount();
        return new CatalogTotals(
                capacityUnits + sign * units,
                adjusted(collections, collection.database(), sign),
                aliases,
                segments,
                owned,
                read);
    }

    /** Returns the sums after placements were replaced by others; the same ones cost nothing. */
    CatalogTotals withPlacements(
            PersistentMap<Integer, ShardPlacement> before, PersistentMap<Integer, ShardPlacement> after) {
        return before == after ? this : placed(before, -1).placed(after, 1);
    }

    private CatalogTotals placed(PersistentMap<Integer, ShardPlacement> placements, int sign) {
        PersistentMap<MemberId, Integer> owners = owned;
        PersistentMap<MemberId, Integer> readers = read;
        for (Map.Entry<Integer, ShardPlacement> entry : placements) {
            ShardPlacement placement = entry.getValue();
            if (placement.owner().isPresent()) {
                owners = adjusted(owners, placement.owner().get(), sign);
            }
            for (MemberId reader : placement.readers()) {
                readers = adjusted(readers, reader, sign);
            }
        }
        return new CatalogTotals(capacityUnits, collections, aliases, segments, owners, readers);
    }

    private static <K extends Comparable<K>> PersistentMap<K, Integer> adjusted(
            PersistentMap<K, Integer> counts, K key, int difference) {
        int count = counts.find(key).orElse(0) + difference;
        return count == 0 ? counts.without(key) : counts.with(key, count);
    }
}
