package io.windhover.coordinator.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseId;
import io.windhover.model.PartitionId;
import io.windhover.model.PersistentMap;
import io.windhover.model.catalog.Collection;

/**
 * Sums over the catalog that decisions need, kept up to date with each change so that no decision counts.
 *
 * @param capacityUnits active partitions times shards, over all active collections
 * @param collections   active collections by database
 * @param aliases       aliases by collection; absent = none
 * @param segments      sealed segments by partition; absent = none
 */
record CatalogTotals(
        long capacityUnits,
        PersistentMap<DatabaseId, Integer> collections,
        PersistentMap<CollectionId, Integer> aliases,
        PersistentMap<PartitionId, Integer> segments) {
    static final CatalogTotals EMPTY =
            new CatalogTotals(0, PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

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
        return new CatalogTotals(capacityUnits, collections, adjusted(aliases, collection, difference), segments);
    }

    CatalogTotals withSegment(PartitionId partition, int difference) {
        return new CatalogTotals(capacityUnits, collections, aliases, adjusted(segments, partition, difference));
    }

    private CatalogTotals counted(Collection collection, int sign) {
        if (!collection.isActive()) {
            return this;
        }
        long units = (long) collection.partitionNames().size()
                * collection.settings().shardCount();
        return new CatalogTotals(
                capacityUnits + sign * units, adjusted(collections, collection.database(), sign), aliases, segments);
    }

    private static <K extends Comparable<K>> PersistentMap<K, Integer> adjusted(
            PersistentMap<K, Integer> counts, K key, int difference) {
        int count = counts.find(key).orElse(0) + difference;
        return count == 0 ? counts.without(key) : counts.with(key, count);
    }
}
