package io.windhover.coordinator.garbage;

import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StoredFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names that the catalog gives to objects, and since when others are no longer named. A name is given once: an
 * object that lost its name never gets it back.
 */
final class NamedObjects {
    private Set<String> named = Set.of();
    private final Map<String, Long> retiredAtMs = new LinkedHashMap<>();

    /** Takes a newer catalog: names that are gone from it are retired from now on. */
    void follow(Catalog catalog, long nowMs) {
        Set<String> next = names(catalog);
        for (String name : named) {
            if (!next.contains(name)) {
                retiredAtMs.putIfAbsent(name, nowMs);
            }
        }
        named = next;
    }

    boolean isNamed(String object) {
        return named.contains(object);
    }

    /** Tells whether an object lost its name at least {@code graceMs} ago. */
    boolean isRetired(String object, long nowMs, long graceMs) {
        Long since = retiredAtMs.get(object);
        return since != null && nowMs - since >= graceMs;
    }

    /** Forgets objects that are deleted. */
    void keepRetired(Set<String> existing) {
        retiredAtMs.keySet().retainAll(existing);
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
