package io.windhover.coordinator.catalog;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.DatabaseId;
import io.windhover.model.ErrorCode;
import io.windhover.model.IndexId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.QualifiedName;
import java.util.Optional;

/**
 * The keys of the catalog in the metadata store. Ids are written as 16 hexadecimal digits, so that the order of keys is
 * the order of ids and all keys of one owner are one range.
 */
final class CatalogKeys {
    /** Everything of the catalog is under this. */
    static final String PREFIX = "catalog/";

    /** Written by every transaction; its last version is what a transaction is conditional on. */
    static final String HEAD = PREFIX + "head";

    /** What a key is about; the order is the one in which a whole catalog is put together. */
    enum Kind {
        /** The versions and high-water marks. */
        HEAD("head"),
        /** A database. */
        DATABASE("database"),
        /** A resource group. */
        RESOURCE_GROUP("resourcegroup"),
        /** A collection. */
        COLLECTION("collection"),
        /** A partition. */
        PARTITION("partition"),
        /** An index definition. */
        INDEX("index"),
        /** What is loaded of a collection. */
        LOAD("load"),
        /** An alias. */
        ALIAS("alias"),
        /** Where the replay of a shard starts. */
        CHECKPOINT("checkpoint"),
        /** Who is in charge of a shard. */
        PLACEMENT("placement"),
        /** A sealed segment. */
        SEGMENT("segment"),
        /** Flushed deletes. */
        DELTA("delta"),
        /** Results of commands. */
        REQUEST("request");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private CatalogKeys() {}

    static String database(DatabaseId id) {
        return key(Kind.DATABASE, id.value());
    }

    static String resourceGroup(String name) {
        return key(Kind.RESOURCE_GROUP) + "/" + name;
    }

    /** Returns the resource group that a key names. */
    static String resourceGroupName(String key) {
        String[] parts = key.split("/", 3);
        if (parts.length < 3) {
            throw unknown(key);
        }
        return parts[2];
    }

    static String collection(CollectionId id) {
        return key(Kind.COLLECTION, id.value());
    }

    static String partition(CollectionId collection, PartitionId id) {
        return key(Kind.PARTITION, collection.value(), id.value());
    }

    static String alias(QualifiedName alias) {
        return key(Kind.ALIAS, alias.database().value()) + "/" + alias.name();
    }

    static String index(CollectionId collection, IndexId id) {
        return key(Kind.INDEX, collection.value(), id.value());
    }

    static String load(CollectionId collection) {
        return key(Kind.LOAD, collection.value());
    }

    static String segment(CollectionId collection, SegmentId id) {
        return key(Kind.SEGMENT, collection.value(), id.value());
    }

    static String delta(CollectionId collection, SegmentId id) {
        return key(Kind.DELTA, collection.value(), id.value());
    }

    static String checkpoint(ShardId shard) {
        return key(Kind.CHECKPOINT, shard.collection().value(), shard.number());
    }

    static String placement(ShardId shard) {
        return key(Kind.PLACEMENT, shard.collection().value(), shard.number());
    }

    static String request(long catalogVersion) {
        return key(Kind.REQUEST, catalogVersion);
    }

    /** Returns what a key is about. Throws DATA_INTEGRITY for a key of no known kind. */
    static Kind kind(String key) {
        return kindIfKnown(key).orElseThrow(() -> unknown(key));
    }

    /** Tells whether a key is to be read; throws DATA_INTEGRITY for one of no known kind that no later program wrote. */
    static boolean isRead(String key, CatalogFormats formats) {
        boolean isKnown = kindIfKnown(key).isPresent();
        if (!isKnown && !formats.isLater()) {
            throw unknown(key);
        }
        return isKnown;
    }

    private static Optional<Kind> kindIfKnown(String key) {
        int from = key.indexOf('/') + 1;
        int end = key.indexOf('/', from);
        String word = key.substring(from, end < 0 ? key.length() : end);
        for (Kind kind : Kind.values()) {
            if (from > 0 && kind.word.equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Returns one of the ids in a key, the first being 0. */
    static long id(String key, int index) {
        String[] parts = key.split("/", index + 4);
        try {
            return Long.parseUnsignedLong(parts[index + 2], 16);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
            throw unknown(key);
        }
    }

    /** Returns the alias that a key names. */
    static QualifiedName aliasName(String key) {
        String[] parts = key.split("/", 4);
        if (parts.length < 4) {
            throw unknown(key);
        }
        return new QualifiedName(new DatabaseId(id(key, 0)), parts[3]);
    }

    private static DatabaseException unknown(String key) {
        return new DatabaseException(
                ErrorCode.DATA_INTEGRITY, "metadata key \"" + key + "\" is of no kind that this program knows");
    }

    private static String key(Kind kind, long... ids) {
        StringBuilder key = new StringBuilder(PREFIX).append(kind.word);
        for (long id : ids) {
            String digits = Long.toHexString(id);
            key.append('/').repeat('0', 16 - digits.length()).append(digits);
        }
        return key.toString();
    }
}
