package io.windhover.coordinator.catalog;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A catalog as it follows from the keys of the metadata store alone: read whole, or taken on by the changes of one
 * version of the store. Immutable. Both ways lead to the same.
 */
public final class CatalogReplica {
    /** Everything of the catalog is under this. */
    public static final String PREFIX = CatalogKeys.PREFIX;

    /** The key whose value tells the version of the catalog. */
    public static final String HEAD = CatalogKeys.HEAD;

    private final CatalogState state;
    private final CatalogFormats formats;

    private CatalogReplica(CatalogState state, CatalogFormats formats) {
        this.state = state;
        this.formats = formats;
    }

    /**
     * Puts the catalog together.
     *
     * @throws DatabaseException DATA_INTEGRITY naming the key that cannot be read; CATALOG_TOO_NEW
     */
    public static CatalogReplica of(Snapshot snapshot) {
        CatalogCodec.Loaded loaded = CatalogCodec.load(snapshot);
        return new CatalogReplica(
                loaded.state(), loaded.head().map(CatalogHead::formats).orElse(CatalogFormats.OWN));
    }

    /** Checks that this program may write the catalog that a head is of. Throws CATALOG_TOO_NEW, DATA_INTEGRITY. */
    public static void requireLead(Entry head) {
        RequestValues.decodeHead(head.key(), head.value()).formats().requireLead();
    }

    /** Returns the version that a head tells. Throws DATA_INTEGRITY. */
    public static long version(Entry head) {
        return RequestValues.decodeHead(head.key(), head.value()).version();
    }

    /** Returns the catalog. */
    public Catalog catalog() {
        return state.catalog();
    }

    /**
     * Applies all changes of one version of the store; results of requests are none of the catalog's. What goes, goes
     * first, what is owned before its owner; then comes what comes, owners first.
     *
     * @throws DatabaseException DATA_INTEGRITY naming the key that cannot be read, or if the version goes back;
     *     CATALOG_TOO_NEW
     */
    public CatalogReplica after(List<Event> all) {
        CatalogFormats after = formats(all);
        List<Event> events = all.stream()
                .filter(event -> CatalogKeys.isRead(event.key(), after))
                .toList();
        List<Event> gone = new ArrayList<>();
        List<Event> put = new ArrayList<>();
        events.forEach(event -> (event.value().isPresent() ? put : gone).add(event));
        gone.sort(Comparator.comparing((Event event) -> CatalogKeys.kind(event.key()))
                .reversed());
        put.sort(Comparator.comparing(event -> CatalogKeys.kind(event.key())));
        CatalogState next = state;
        long version = state.catalog().version();
        for (Event event : gone) {
            if (isOfCatalog(event)) {
                next = next.with(CatalogCodec.decodeGone(event.key()));
            }
        }
        for (Event event : put) {
            byte[] value = event.value().orElseThrow();
            if (isOfCatalog(event)) {
                next = next.with(CatalogCodec.decode(event.key(), value));
            } else if (event.key().equals(HEAD)) {
                version = version(new Entry(HEAD, value, event.version()));
            }
        }
        return new CatalogReplica(next.atVersion(forward(version)), after);
    }

    private CatalogFormats formats(List<Event> events) {
        CatalogFormats after = events.stream()
                .filter(event -> event.key().equals(HEAD))
                .flatMap(event -> event.value().stream())
                .findFirst()
                .map(head -> RequestValues.decodeHead(HEAD, head).formats())
                .orElse(formats);
        after.requireFollow();
        return after;
    }

    private static boolean isOfCatalog(Event event) {
        return switch (CatalogKeys.kind(event.key())) {
            case HEAD, REQUEST -> false;
            case DATABASE,
                    RESOURCE_GROUP,
                    COLLECTION,
                    PARTITION,
                    INDEX,
                    LOAD,
                    ALIAS,
                    CHECKPOINT,
                    PLACEMENT,
                    SEGMENT,
                    DELTA -> true;
        };
    }

    private long forward(long version) {
        if (version < catalog().version()) {
            throw new DatabaseException(
                    ErrorCode.DATA_INTEGRITY,
                    "the metadata store went back from catalog version "
                            + catalog().version() + " to " + version);
        }
        return version;
    }
}
