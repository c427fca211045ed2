package io.windhover.coordinator.garbage;

import io.windhover.model.CollectionId;
import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StorageNames;
import io.windhover.runtime.port.ObjectStore.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is stored, and who owns it by one catalog.
 *
 * @param items objects in order of name, then logs
 */
public record Inventory(List<Item> items) {
    /** How something stored stands to the catalog. */
    public enum Standing {
        /** Somebody needs it. */
        LIVE,
        /** It belongs to a dropped collection or partition and will be given back. */
        DROPPING,
        /** Nobody names it: left by a crash, replaced by a compaction, or about to be named by a job that runs. */
        GARBAGE
    }

    /**
     * Something stored.
     *
     * @param kind  {@code object} or {@code log}
     * @param name  in the object store or among the logs
     * @param bytes of an object; 0 for a log, whose records share files with those of others
     * @param owner the collection it belongs to by its name, which the catalog need not have
     */
    public record Item(String kind, String name, long bytes, Optional<CollectionId> owner, Standing standing) {}

    /** Keeps a copy. */
    public Inventory {
        items = List.copyOf(items);
    }

    /** Draws it up; for a database at rest, where no job is about to name anything. */
    public static Inventory of(Catalog catalog, List<ObjectMeta> objects, List<String> logs) {
        Map<String, Standing> named = new HashMap<>();
        catalog.collections().values().forEach(collection -> name(collection, named));
        List<Item> items = new ArrayList<>();
        for (ObjectMeta object : objects) {
            Standing standing = named.getOrDefault(object.name(), Standing.GARBAGE);
            Optional<CollectionId> owner = StorageNames.collectionOfObject(object.name());
            items.add(new Item("object", object.name(), object.bytes(), owner, standing));
        }
        for (String log : logs) {
            Optional<CollectionId> owner = StorageNames.shardOfLog(log).map(ShardId::collection);
            Standing standing = owner.flatMap(catalog.collections()::find)
                    .map(collection -> collection.isActive() ? Standing.LIVE : Standing.DROPPING)
                    .orElse(Standing.GARBAGE);
            items.add(new Item("log", log, 0, owner, standing));
        }
        return new Inventory(items);
    }

    private static void name(Collection collection, Map<String, Standing> named) {
        for (SegmentEntry segment : collection.storage().segments().values().toList()) {
            boolean isLive = collection.isActive() && isActive(collection, segment.partition());
            NamedObjects.files(segment)
                    .forEach(file -> named.put(file.name(), isLive ? Standing.LIVE : Standing.DROPPING));
        }
        for (DeltaEntry delta : collection.storage().deltas().values().toList()) {
            named.put(delta.file().name(), collection.isActive() ? Standing.LIVE : Standing.DROPPING);
        }
    }

    private static boolean isActive(Collection collection, PartitionId partition) {
        return collection.partitions().find(partition).map(Partition::isActive).orElse(false);
    }

    /** Returns the items of one kind and standing. */
    public List<Item> items(String kind, Standing standing) {
        return items.stream()
                .filter(item -> item.kind().equals(kind) && item.standing() == standing)
                .toList();
    }
}
