package io.windhover.server.config;

import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.node.NodeSettings;
import io.windhover.proxy.request.Limits;

/** The keys of the database itself: what users may ask for, what the catalog may hold, and what work behind may take. */
final class DatabaseKeys {
    private final ConfigKeys keys;

    private DatabaseKeys(ConfigKeys keys) {
        this.keys = keys;
    }

    /** Reads the settings that a key leads to; the others are standard. */
    static StandaloneSettings read(ConfigKeys keys) {
        DatabaseKeys read = new DatabaseKeys(keys);
        StandaloneSettings standard = StandaloneSettings.STANDARD;
        Limits limits = read.limits();
        return new StandaloneSettings(
                standard.coordinator().with(read.catalogLimits(limits)),
                read.node(standard.node()),
                standard.garbage(),
                limits,
                standard.timeout(),
                standard.logs());
    }

    private NodeSettings node(NodeSettings standard) {
        long buildBytes = keys.number("indexNode.buildMemoryMax", -1, Long.MAX_VALUE);
        return buildBytes < 0
                ? standard
                : new NodeSettings(standard.data().withBuildBytesMax(buildBytes), standard.query());
    }

    private Limits limits() {
        return new Limits(
                keys.count("quotaAndLimits.limits.topK", 1, 1_000_000),
                keys.count("quotaAndLimits.limits.nq", 1, 1_000_000),
                keys.count("proxy.maxFieldNum", 1, 4_096),
                keys.count("proxy.maxVectorFieldNum", 1, 4_096),
                keys.count("proxy.maxShardNum", 1, 1_024),
                keys.count("rootCoord.maxPartitionNum", 1, 1_000_000),
                keys.count("proxy.maxVarCharLength", 1, 1 << 30),
                keys.number("quotaAndLimits.limits.maxInsertSize", -1, Long.MAX_VALUE),
                Limits.DEFAULT.hybridSearches(),
                keys.count("quotaAndLimits.limits.maxGroupSize", 1, 1_000_000));
    }

    /** What the front allows the catalog must be able to hold. */
    private CatalogLimits catalogLimits(Limits limits) {
        CatalogLimits standard = CatalogLimits.DEFAULT;
        return new CatalogLimits(
                standard.databases(),
                standard.collections(),
                standard.collectionsPerDatabase(),
                limits.partitions(),
                keys.count("rootCoord.maxGeneralCapacity", 1, 100_000_000),
                limits.shards(),
                limits.fields());
    }
}
