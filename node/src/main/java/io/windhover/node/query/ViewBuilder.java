package io.windhover.node.query;

import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.cluster.Charge;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.file.DeltaFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Builds the view of a collection at one catalog version from the view before: segments that are open already are
 * shared, the others opened, and flushed deletes applied to those that lack them. A view is given out whole or not at
 * all.
 */
final class ViewBuilder {
    private final Charge charge;
    private final ObjectStore objects;
    private final SegmentOpener opener;
    private final Collection collection;
    private final Optional<CollectionView> before;
    private final Map<SegmentId, DeleteSet> deltasRead = new LinkedHashMap<>();
    private final List<OpenSegment> held = new ArrayList<>();
    private final IntConsumer progress;

    /** Prepares a view of the shards that are read here; {@code progress} is told how many segments are ready. */
    ViewBuilder(QueryPorts ports, Collection collection, Optional<CollectionView> before, IntConsumer progress) {
        this.charge = ports.charge();
        this.objects = ports.objects();
        this.opener = new SegmentOpener(ports.objects(), collection);
        this.collection = collection;
        this.before = before;
        this.progress = progress;
    }

    /** Returns the shards of a collection that are to be read here, in order. */
    static List<ShardId> wantedShards(Charge charge, Collection collection) {
        return IntStream.range(0, collection.settings().shardCount())
                .mapToObj(number -> new ShardId(collection.id(), number))
                .filter(shard -> charge.reads(collection, shard))
                .toList();
    }

    /** Returns the segments of a collection that are to be loaded here. */
    static List<SegmentEntry> wanted(Charge charge, Collection collection) {
        return collection
                .storage()
                .segments()
                .values()
                .filter(entry -> charge.reads(collection, entry.shard()))
                .filter(entry -> collection.load().covers(entry.partition()))
                .filter(entry -> collection
                        .partitions()
                        .find(entry.partition())
                        .map(p -> p.isActive())
                        .orElse(false))
                .toList();
    }

    /** Builds the view, which runs {@code released} at its end; on failure nothing stays open. */
    CollectionView build(long catalogVersion, Runnable released) {
        boolean built = false;
        try {
            List<ShardView> shards = new ArrayList<>();
            for (ShardId shard : wantedShards(charge, collection)) {
                shards.add(shard(shard));
            }
            CollectionView view = new CollectionView(catalogVersion, collection, shards, released);
            built = true;
            return view;
        } finally {
            if (!built) {
                held.forEach(OpenSegment::release);
            }
        }
    }

    private ShardView shard(ShardId shard) {
        Optional<ShardView> old = before.flatMap(view -> view.shard(shard.number()));
        Optional<ShardView.Deletes> oldDeletes = old.map(ShardView::deletes);
        Map<SegmentId, OpenSegment> openBefore = new HashMap<>();
        old.ifPresent(view ->
                view.segments().forEach(open -> openBefore.put(open.entry().id(), open)));
        List<OpenSegment> segments = new ArrayList<>();
        PersistentMap<SegmentId, SegmentDeletes> deletes = PersistentMap.empty();
        for (SegmentEntry entry : wanted(charge, collection)) {
            if (!entry.shard().equals(shard)) {
                continue;
            }
            Optional<OpenSegment> known = Optional.ofNullable(openBefore.get(entry.id()));
            OpenSegment segment = known.filter(open -> isSame(open, entry) && open.tryHold())
                    .orElseGet(() -> opener.open(entry, known));
            held.add(segment);
            segments.add(segment);
            progress.accept(held.size());
            Timestamp applied = known.isPresent()
                    ? Timestamp.max(
                            entry.deletesUpTo(), oldDeletes.orElseThrow().upTo())
                    : entry.deletesUpTo();
            SegmentDeletes base = known.isPresent()
                    ? oldDeletes.orElseThrow().of(known.get())
                    : SegmentDeletes.none(segment.segment().rowCount());
            SegmentDeletes all = withDeltas(shard, segment, base, applied);
            if (all.count() > 0) {
                deletes = deletes.with(entry.id(), all);
            }
        }
        Timestamp covered = collection
                .storage()
                .checkpoints()
                .find(shard.number())
                .orElse(ShardCheckpoint.START)
                .timestamp();
        return new ShardView(shard, covered, segments, new ShardView.Deletes(covered, deletes));
    }

    /** An index whose definition is gone must not be used any more, even if its file is still there. */
    private boolean isSame(OpenSegment open, SegmentEntry entry) {
        return open.entry().equals(entry)
                && open.indexes().stream()
                        .allMatch(index -> collection.indexes().contains(index.id()));
    }

    private SegmentDeletes withDeltas(ShardId shard, OpenSegment segment, SegmentDeletes base, Timestamp applied) {
        SegmentDeletes all = base;
        for (DeltaEntry delta : collection.storage().deltas().values().toList()) {
            if (delta.shard().equals(shard) && delta.maxTimestamp().isAfter(applied)) {
                all = all.with(segment.segment().view(), read(delta));
            }
        }
        return all;
    }

    private DeleteSet read(DeltaEntry delta) {
        return deltasRead.computeIfAbsent(delta.id(), id -> readFile(delta));
    }

    private DeleteSet readFile(DeltaEntry delta) {
        try (ObjectStore.MappedObject file = objects.map(delta.file().name())) {
            return DeltaFile.read(delta.file().name(), file);
        }
    }
}
