package io.windhover.simulation.database;

import io.windhover.model.CollectionId;
import io.windhover.model.catalog.Partition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One incarnation of a collection's name: what its clients know of it. */
final class CollectionModel {
    private final int shards;
    private final Life life = new Life();
    private final Serving serving = new Serving();
    private final Map<String, PartitionModel> partitions = new TreeMap<>();
    private final Map<Long, KeyHistory> keys = new TreeMap<>();
    private final Set<String> scalarIndexes = new LinkedHashSet<>();
    private Optional<CollectionId> id = Optional.empty();
    private long newestDone;

    CollectionModel(int shards) {
        this.shards = shards;
        partitions.put(Partition.DEFAULT_NAME, new PartitionModel(Partition.DEFAULT_NAME, life));
    }

    int shards() {
        return shards;
    }

    Life life() {
        return life;
    }

    Serving serving() {
        return serving;
    }

    /** Returns the newest incarnation of each partition name. */
    Map<String, PartitionModel> partitions() {
        return partitions;
    }

    Map<Long, KeyHistory> keys() {
        return keys;
    }

    /** Returns the scalar fields with an index. */
    Set<String> scalarIndexes() {
        return scalarIndexes;
    }

    Optional<CollectionId> id() {
        return id;
    }

    void id(CollectionId known) {
        id = Optional.of(known);
    }

    /** Notes the timestamp of an answered write to the only shard. */
    void done(long timestamp) {
        newestDone = Math.max(newestDone, timestamp);
    }

    /** Returns the newest timestamp of an answered write: no strong read that begins now may be older. */
    long newestDone() {
        return newestDone;
    }

    /** Returns the history of a key, which may be new. */
    KeyHistory key(long key) {
        return keys.computeIfAbsent(key, k -> new KeyHistory());
    }

    /** Returns the partitions that may take rows. */
    List<PartitionModel> writable() {
        return new ArrayList<>(
                partitions.values().stream().filter(p -> !p.life().isGone()).toList());
    }
}
