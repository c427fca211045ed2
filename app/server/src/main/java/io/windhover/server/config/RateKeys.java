package io.windhover.server.config;

import io.windhover.server.limit.RateKind;
import io.windhover.server.limit.RateLimits;
import io.windhover.server.limit.RateLimits.Rate;
import java.util.EnumMap;
import java.util.Map;

/** The keys of rates, as Milvus names them, and their units: requests, MiB or query vectors a second. */
final class RateKeys {
    private static final String ROOT = "quotaAndLimits.";
    private static final double MIB = 1 << 20;

    private final ConfigKeys keys;
    private final Map<RateKind, Rate> rates = new EnumMap<>(RateKind.class);

    private RateKeys(ConfigKeys keys) {
        this.keys = keys;
    }

    /** Reads the rates that are enabled. */
    static RateLimits read(ConfigKeys keys) {
        RateKeys read = new RateKeys(keys);
        read.group("ddl", () -> {
            read.whole(RateKind.COLLECTION_DDL, "ddl.collectionRate");
            read.whole(RateKind.PARTITION_DDL, "ddl.partitionRate");
        });
        read.group("indexRate", () -> read.whole(RateKind.INDEX, "indexRate.max"));
        read.group("flushRate", () -> read.both(RateKind.FLUSH, "flushRate", 1));
        read.group("compactionRate", () -> read.whole(RateKind.COMPACTION, "compactionRate.max"));
        read.group("dbRate", () -> read.whole(RateKind.DATABASE, "dbRate.max"));
        read.group("dml", () -> {
            read.both(RateKind.INSERT, "dml.insertRate", MIB);
            read.both(RateKind.UPSERT, "dml.upsertRate", MIB);
            read.both(RateKind.DELETE, "dml.deleteRate", MIB);
        });
        read.group("dql", () -> {
            read.both(RateKind.SEARCH, "dql.searchRate", 1);
            read.both(RateKind.QUERY, "dql.queryRate", 1);
        });
        return new RateLimits(read.rates);
    }

    private void group(String name, Runnable body) {
        if (keys.isOn(ROOT + name + ".enabled")) {
            body.run();
        }
    }

    private void whole(RateKind kind, String key) {
        rates.put(kind, new Rate(keys.rate(ROOT + key), Double.POSITIVE_INFINITY));
    }

    private void both(RateKind kind, String key, double unit) {
        double all = keys.rate(ROOT + key + ".max") * unit;
        double collection = keys.rate(ROOT + key + ".collection.max") * unit;
        rates.put(kind, new Rate(all, collection));
    }
}
