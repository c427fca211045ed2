package io.windhover.server.config;

import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.node.NodeSettings;
import io.windhover.node.data.DataSettings;
import io.windhover.node.data.WorkLimits;
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
                read.coordinator(standard.coordinator(), limits),
                read.node(standard.node()),
                standard.garbage(),
                limits,
                standard.timeout(),
                standard.logs());
    }

    private CoordinatorSettings coordinator(CoordinatorSettings standard, Limits limits) {
        int waitingMax = keys.count("work.commandsWaitingMax", 1, 1_000_000);
        return standard.with(catalogLimits(limits))
                .withWaiting(waitingMax, keys.count("work.commandsWaitingMaxPerCollection", 1, 1_000_000));
    }

    private NodeSettings node(NodeSettings standard) {
        long unflushedMax = keys.number("work.unflushedMax", 16, 1 << 20) << 20;
        DataSettings data = standard.data().with(work(), unflushedMax);
        long buildBytes = keys.number("indexNode.buildMemoryMax", -1, Long.MAX_VALUE);
        return new NodeSettings(buildBytes < 0 ? data : data.withBuildBytesMax(buildBytes), standard.query());
    }

    private WorkLimits work() {
        return new WorkLimits(
                keys.count("work.flushesMax", 1, 1_024),
                keys.count("work.flushesMaxPerCollection", 1, 1_024),
                keys.count("work.indexBuildsMax", 1, 1_024),
                keys.count("work.indexBuildsMaxPerCollection", 1, 1_024),
                keys.count("work.flushRequestsMax", 1, 1_000_000),
                keys.count("work.compactionRequestsMax", 1, 1_000_000),
                keys.count("work.compactionRequestsMaxPerCollection", 1, 1_000_000));
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
                keys.count("quotaAndLimits.limits.maxGroupSize", 1, 1_000_000),
                keys.count("common.groupBy.maxGroups", 1, 10_000_000));
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
                limits.fields(),
                standard.resourceGroups());
    }
}
