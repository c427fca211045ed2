package io.windhover.server.limit;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Database;
import io.windhover.model.catalog.SegmentEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Refuses what the operator or a database's properties deny, and writes beyond a disk quota. Safe for any number of
 * threads.
 */
final class Quotas {
    private static final double MIB = 1 << 20;
    private static final String DENY = "database.force.deny.";
    private static final String DATABASE_QUOTA = "database.diskQuota.mb";
    private static final String COLLECTION_QUOTA = "collection.diskProtection.diskQuota.mb";

    private final QuotaLimits limits;
    /** Sums over the newest catalog that anybody asked about. */
    private volatile Usage usage = new Usage(-1, 0, Map.of(), Map.of());

    /** Bytes of files by owner, as of one catalog version. */
    private record Usage(
            long version, double all, Map<DatabaseId, Double> databases, Map<CollectionId, Double> collections) {}

    Quotas(QuotaLimits limits) {
        this.limits = limits;
    }

    /**
     * Lets a request pass.
     *
     * @throws DatabaseException SERVICE_QUOTA_EXCEEDED with the reason
     */
    void check(RateKind kind, Catalog catalog, Database database, List<Collection> collections) {
        if (isDenied(kind) || isDenied(kind, database.properties())) {
            throw exceeded("access has been disabled by the administrator");
        }
        if (kind == RateKind.INSERT || kind == RateKind.UPSERT) {
            collections.forEach(collection -> checkDisk(catalog, database, collection));
        }
    }

    private boolean isDenied(RateKind kind) {
        return switch (kind) {
            case INSERT, UPSERT, DELETE -> limits.writingDenied();
            case SEARCH, QUERY -> limits.readingDenied();
            case COLLECTION_DDL, PARTITION_DDL, INDEX, FLUSH, COMPACTION, DATABASE -> limits.ddlDenied();
        };
    }

    /** A database that denies its DDL can still be altered, or it would deny for ever. */
    private static boolean isDenied(RateKind kind, Map<String, String> properties) {
        return switch (kind) {
            case INSERT, UPSERT, DELETE -> isOn(properties, "writing");
            case SEARCH, QUERY -> isOn(properties, "reading");
            case COLLECTION_DDL -> isOn(properties, "ddl") || isOn(properties, "collectionDDL");
            case PARTITION_DDL -> isOn(properties, "ddl") || isOn(properties, "partitionDDL");
            case INDEX -> isOn(properties, "ddl") || isOn(properties, "index");
            case FLUSH -> isOn(properties, "ddl") || isOn(properties, "flush");
            case COMPACTION -> isOn(properties, "ddl") || isOn(properties, "compaction");
            case DATABASE -> false;
        };
    }

    private static boolean isOn(Map<String, String> properties, String what) {
        return Boolean.parseBoolean(properties.get(DENY + what));
    }

    private void checkDisk(Catalog catalog, Database database, Collection collection) {
        double ofDatabase = quota(database.properties(), DATABASE_QUOTA, limits.bytesOfDatabase());
        double ofCollection = quota(collection.settings().properties(), COLLECTION_QUOTA, limits.bytesOfCollection());
        if (Double.isInfinite(limits.bytes()) && Double.isInfinite(ofDatabase) && Double.isInfinite(ofCollection)) {
            return;
        }
        Usage now = usage(catalog);
        if (now.all() >= limits.bytes()
                || now.databases().getOrDefault(database.id(), 0.0) >= ofDatabase
                || now.collections().getOrDefault(collection.id(), 0.0) >= ofCollection) {
            throw exceeded("disk quota exceeded, please allocate more resources");
        }
    }

    private static double quota(Map<String, String> properties, String key, double otherwise) {
        OptionalDouble own = number(properties, key);
        return own.isPresent() ? own.getAsDouble() * MIB : otherwise;
    }

    /** Returns the number that a property gives; a negative one is infinite, and what is no number is as if absent. */
    static OptionalDouble number(Map<String, String> properties, String key) {
        String text = properties.get(key);
        try {
            double number = text == null ? Double.NaN : Double.parseDouble(text);
            return Double.isNaN(number)
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(number < 0 ? Double.POSITIVE_INFINITY : number);
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    private Usage usage(Catalog catalog) {
        Usage known = usage;
        if (known.version() == catalog.version()) {
            return known;
        }
        double all = 0;
        Map<DatabaseId, Double> databases = new HashMap<>();
        Map<CollectionId, Double> collections = new HashMap<>();
        for (Collection collection : catalog.collections().values().toList()) {
            double bytes = collection
                    .storage()
                    .segments()
                    .values()
                    .mapToDouble(Quotas::bytes)
                    .sum();
            all += bytes;
            databases.merge(collection.database(), bytes, Double::sum);
            collections.put(collection.id(), bytes);
        }
        Usage fresh = new Usage(catalog.version(), all, databases, collections);
        usage = fresh;
        return fresh;
    }

    private static double bytes(SegmentEntry segment) {
        return segment.data().bytes()
                + segment.indexes().values().mapToDouble(file -> file.bytes()).sum();
    }

    private static DatabaseException exceeded(String reason) {
        return DatabaseException.of(ErrorCode.SERVICE_QUOTA_EXCEEDED, "reason", reason);
    }
}
