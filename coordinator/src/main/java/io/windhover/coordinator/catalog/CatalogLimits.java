package io.windhover.coordinator.catalog;

import io.windhover.model.Invariant;

/**
 * How much the catalog may hold. Only what is active counts; what is being dropped does not.
 *
 * @param databases              besides the default one
 * @param collections            in all databases
 * @param collectionsPerDatabase unless the database's property {@code database.max.collections} says otherwise
 * @param partitions             per collection
 * @param capacityUnits          partitions times shards over all collections
 * @param shards                 per collection
 * @param fields                 per collection
 * @param resourceGroups         with the default one
 */
public record CatalogLimits(
        int databases,
        int collections,
        int collectionsPerDatabase,
        int partitions,
        int capacityUnits,
        int shards,
        int fields,
        int resourceGroups) {
    /** Milvus's values. */
    public static final CatalogLimits DEFAULT = new CatalogLimits(64, 65_536, 65_536, 1_024, 65_536, 16, 64, 1_024);

    /** Rejects limits that allow nothing. */
    public CatalogLimits {
        Invariant.check(databases >= 0, "databases {} is negative", databases);
        Invariant.check(collections > 0 && collectionsPerDatabase > 0, "no collection would be allowed");
        Invariant.check(partitions > 0 && capacityUnits > 0, "no partition would be allowed");
        Invariant.check(shards > 0 && fields > 0, "no shard or field would be allowed");
    }
}
