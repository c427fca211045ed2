package io.windhover.coordinator.garbage;

import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which objects the catalog names, and since when others have been seen without a name. A name is given once: an object
 * that lost its name never gets it back. Neither does a file ever get one whose collection is gone, or that is an index no
 * longer defined or of a segment no longer there: it may have had its name between two looks, or its build ended after the
 * others went. Times are of our own clock, because a store's clock need not agree with it.
 */
final class NamedObjects {
    private Set<String> named = Set.of();
    private Map<String, Unnamed> unnamed = Map.of();

    /** Since when an object has been seen without a name, and whether it can never have one again. */
    private record Unnamed(long sinceMs, boolean retired) {}

    /** Takes a newer catalog and all objects that were there just before it. */
    void follow(Catalog catalog, Set<String> existing, long nowMs) {
        Set<String> next = names(catalog);
        Map<String, Unnamed> nextUnnamed = new HashMap<>();
        for (String object : existing) {
            if (!next.contains(object)) {
                Unnamed fresh = new Unnamed(nowMs, named.contains(object) || isOwnerless(object, catalog));
                Unnamed before = unnamed.getOrDefault(object, fresh);
                nextUnnamed.put(object, fresh.retired() && !before.retired() ? fresh : before);
            }
        }
        named = next;
        unnamed = nextUnnamed;
    }

    /** The catalog is younger than the file: what the file was made for was in the catalog before. */
    private static boolean isOwnerless(String object, Catalog catalog) {
        Optional<Collection> owner = StorageNames.collectionOfObject(object).flatMap(catalog.collections()::find);
        boolean isOfNoIndex = StorageNames.indexOfObject(object)
                .filter(index ->
                        owner.filter(now -> now.indexes().contains(index)).isEmpty())
                .isPresent();
        boolean isOfNoSegment = StorageNames.segmentOfIndexObject(object)
                .filter(segment -> owner.filter(now -> now.storage().segments().contains(segment))
                        .isEmpty())
                .isPresent();
        return owner.isEmpty() || isOfNoIndex || isOfNoSegment;
    }

    /** Tells whether an object of the last look has no name. */
    boolean isUnnamed(String object) {
        return unnamed.containsKey(object);
    }

    /** Tells whether an object has had no name for long enough. */
    boolean isGarbage(String object, long nowMs, long retiredGraceMs, long unnamedGraceMs) {
        Unnamed since = unnamed.get(object);
        return since != null && nowMs - since.sinceMs() >= (since.retired() ? retiredGraceMs : unnamedGraceMs);
    }

    private static Set<String> names(Catalog catalog) {
        Set<String> names = new HashSet<>();
        catalog.collections().values().forEach(collection -> addNames(collection, names));
        return names;
    }

    private static void addNames(Collection collection, Set<String> names) {
        collection.storage().segments().values().flatMap(NamedObjects::files).forEach(f -> names.add(f.name()));
        collection.storage().deltas().values().map(DeltaEntry::file).forEach(f -> names.add(f.name()));
    }

    /** Returns all files of a segment. */
    static Stream<StoredFile> files(SegmentEntry segment) {
        return Stream.concat(Stream.of(segment.data()), segment.indexes().values());
    }
}
