package io.windhover.node.query;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.IndexDefinition;
import io.windhover.model.catalog.Partition;
import io.windhover.model.role.Lack;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.TailReads;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import io.windhover.runtime.Fiber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Serves reads of loaded collections. It follows the catalog: every loaded collection has a {@link CollectionSlot} that
 * keeps its {@link CollectionView} up to date. A read holds one view from start to end, asks the shard's owner for the
 * rows and deletes that the view does not have, and works at exactly the time that the owner names.
 *
 * <p>Where the catalog places readers, a view has only the shards that are to be read here. A read of another is
 * NOT_OWNER. A view that still has a shard which is to be read elsewhere by now may answer: it is the shard's owner that
 * makes an answer exact.
 */
public final class QueryNode implements QueryRole, AutoCloseable {
    private static final Duration CATALOG_WAIT = Duration.ofSeconds(5);
    private static final Duration STALE_WAIT = Duration.ofMillis(100);

    private final QueryPorts ports;
    private final QuerySettings settings;
    private final ConcurrentNavigableMap<CollectionId, CollectionSlot> slots = new ConcurrentSkipListMap<>();
    private final AtomicInteger openViews = new AtomicInteger();
    private final List<Fiber> fibers = new ArrayList<>();

    private QueryNode(QueryPorts ports, QuerySettings settings) {
        this.ports = ports;
        this.settings = settings;
    }

    /** Starts to follow the catalog and to serve; what is loaded becomes searchable bit by bit. */
    public static QueryNode open(QueryPorts ports, QuerySettings settings) {
        QueryNode node = new QueryNode(ports, settings);
        node.fibers.add(ports.runtime().fork("query node follows catalog", node::followCatalog));
        return node;
    }

    private void followCatalog() {
        Catalog seen = ports.coordinator().catalog();
        reconcile(Optional.empty(), seen);
        while (true) {
            try {
                Catalog next = ports.coordinator().awaitVersion(seen.version() + 1, CATALOG_WAIT);
                reconcile(Optional.of(seen), next);
                seen = next;
            } catch (DatabaseException nothingNewOrUnreachable) {
                ports.runtime().sleep(settings.retryMin());
            }
        }
    }

    private void reconcile(Optional<Catalog> before, Catalog now) {
        if (before.isPresent() && before.get().collections() == now.collections()) {
            return;
        }
        now.collections().entries().forEach(entry -> {
            Collection collection = entry.getValue();
            boolean changed = before.flatMap(old -> old.collections().find(entry.getKey()))
                    .map(old -> old != collection)
                    .orElse(true);
            boolean known = slots.containsKey(entry.getKey());
            if (changed && (known || isWanted(collection))) {
                slot(entry.getKey()).wake();
            }
        });
        // The newest catalog decides: a read may have opened the slot of a collection younger than this one.
        Catalog newest = ports.coordinator().catalog();
        slots.forEach((id, slot) -> {
            if (newest.collections().find(id).filter(Collection::isActive).isEmpty()) {
                slots.remove(id, slot);
                slot.close();
            }
        });
    }

    private boolean isWanted(Collection collection) {
        return collection.isActive()
                && collection.load().isLoaded()
                && !ViewBuilder.wantedShards(ports.charge(), collection).isEmpty();
    }

    /** Returns the slot of a collection, with its fiber running. */
    private CollectionSlot slot(CollectionId id) {
        CollectionSlot known = slots.get(id);
        if (known != null) {
            return known;
        }
        CollectionSlot mine = new CollectionSlot(id, ports, settings, openViews);
        CollectionSlot other = slots.putIfAbsent(id, mine);
        if (other != null) {
            return other;
        }
        mine.start();
        return mine;
    }

    @Override
    public ShardHits search(ShardRead read, SearchPlan plan) {
        return reading(read, plan.collection(), plan.partitions(), source -> ShardReader.search(source, plan));
    }

    @Override
    public ShardRows query(ShardRead read, QueryPlan plan) {
        return reading(read, plan.collection(), plan.partitions(), source -> ShardReader.query(source, plan));
    }

    /**
     * Runs a read on the present view; after VIEW_STALE again on a newer one, and after CATALOG_STALE at once, because
     * partitions are listed anew.
     */
    private <T> T reading(ShardRead read, CollectionId id, List<PartitionId> wanted, Function<ReadSource, T> work) {
        long giveUpNs = ports.runtime().monotonicNs() + settings.viewWait().toNanos();
        DatabaseException last = null;
        for (int attempt = 0; attempt < settings.attemptsMax(); attempt++) {
            Catalog catalog = catalog(read);
            Collection collection = loadedCollection(catalog, id);
            List<PartitionId> partitions = servedPartitions(
                    collection,
                    read.everywhere()
                            ? collection.activePartitions().map(Partition::id).toList()
                            : wanted);
            CollectionSlot slot = slotFor(read.shard(), collection);
            Optional<CollectionView> view = slot.hold();
            Optional<ShardView> shard = view.flatMap(v -> v.shard(read.shard().number()));
            if (view.isPresent()) {
                try {
                    if (shard.isPresent() && partitions.stream().allMatch(view.get()::serves)) {
                        return work.apply(source(read, collection, partitions, shard.get()));
                    }
                } catch (DatabaseException stale) {
                    last = stale;
                    if (stale.code() == ErrorCode.CATALOG_STALE) {
                        awaitLater(catalog);
                        continue;
                    }
                    if (stale.code() != ErrorCode.VIEW_STALE) {
                        throw stale;
                    }
                } finally {
                    view.get().release();
                }
            }
            requireHere(collection, read.shard(), shard.isPresent());
            slot.throwFailure();
            slot.wake();
            long leftNs = giveUpNs - ports.runtime().monotonicNs();
            if (leftNs <= 0) {
                break;
            }
            slot.awaitOther(view, Duration.ofNanos(Math.min(leftNs, 100_000_000)));
        }
        if (last != null && last.code() == ErrorCode.CATALOG_STALE) {
            throw last;
        }
        throw notFullyLoaded(id, last);
    }

    /** Returns the slot that has a shard or shall have it; throws NOT_OWNER if none does. */
    private CollectionSlot slotFor(ShardId shard, Collection collection) {
        CollectionSlot known = slots.get(collection.id());
        boolean isShown = known != null
                && known.view().flatMap(view -> view.shard(shard.number())).isPresent();
        if (!isShown && !ports.charge().reads(collection, shard)) {
            throw DatabaseException.of(ErrorCode.NOT_OWNER, "shard", shard);
        }
        return known == null ? slot(collection.id()) : known;
    }

    /** Nobody waits for a view that lacks the shard if another reader may have it already. */
    private void requireHere(Collection collection, ShardId shard, boolean isShown) {
        boolean isReadElsewhere = collection.placement(shard.number()).readers().size() > 1;
        if (!isShown && (isReadElsewhere || !ports.charge().reads(collection, shard))) {
            throw DatabaseException.of(ErrorCode.NOT_OWNER, "shard", shard);
        }
    }

    /** The owner knows a later catalog than the one that was read; here it may be on its way. */
    private void awaitLater(Catalog known) {
        try {
            ports.coordinator().awaitVersion(known.version() + 1, STALE_WAIT);
        } catch (DatabaseException notYet) {
            ports.runtime().yield();
        }
    }

    private static DatabaseException notFullyLoaded(CollectionId id, DatabaseException cause) {
        DatabaseException failure = DatabaseException.of(ErrorCode.COLLECTION_NOT_FULLY_LOADED, "collection", id);
        return cause == null ? failure : new DatabaseException(failure.code(), failure.getMessage(), cause);
    }

    private ReadSource source(ShardRead read, Collection collection, List<PartitionId> partitions, ShardView shard) {
        Optional<PartitionId> newest =
                read.everywhere() ? collection.partitions().lastKey() : Optional.empty();
        Duration bareFor = ports.charge().member().isPresent() ? settings.bareFor() : Duration.ZERO;
        ReadSource source =
                new ReadSource(ports, collection.schema(), partitions, newest, shard, read.guarantee(), bareFor);
        TailReads.TailView asked = source.tailView();
        shard.segments().forEach(segment -> asked.requireKnown(segment.entry().partition()));
        return source;
    }

    private Catalog catalog(ShardRead read) {
        Catalog catalog = ports.coordinator().catalog();
        return catalog.version() < read.catalogVersionAtLeast()
                ? ports.coordinator().awaitVersion(read.catalogVersionAtLeast(), CATALOG_WAIT)
                : catalog;
    }

    private static Collection loadedCollection(Catalog catalog, CollectionId id) {
        Collection collection = catalog.collections()
                .find(id)
                .filter(Collection::isActive)
                .orElseThrow(() -> DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", id));
        if (!collection.load().isLoaded()) {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_LOADED, "collection", collection.name());
        }
        return collection;
    }

    /**
     * Leaves out partitions that were dropped or released since the plan was made. If nothing is left, the read says why.
     */
    private static List<PartitionId> servedPartitions(Collection collection, List<PartitionId> wanted) {
        List<PartitionId> live = wanted.stream()
                .filter(p ->
                        collection.partitions().find(p).map(Partition::isActive).orElse(false))
                .toList();
        if (live.isEmpty() && !wanted.isEmpty()) {
            throw collection.absent(wanted.getFirst());
        }
        List<PartitionId> loaded =
                live.stream().filter(collection.load()::covers).toList();
        if (loaded.isEmpty() && !live.isEmpty()) {
            throw DatabaseException.of(ErrorCode.PARTITION_NOT_LOADED, "partition", live.getFirst());
        }
        return loaded;
    }

    @Override
    public LoadProgress loadProgress(CollectionId id) {
        Optional<Collection> collection =
                ports.coordinator().catalog().collections().find(id);
        if (collection.isEmpty() || !collection.get().load().isLoaded()) {
            return new LoadProgress(0, 0, false);
        }
        if (ViewBuilder.wantedShards(ports.charge(), collection.get()).isEmpty()) {
            return new LoadProgress(0, 0, true);
        }
        int wanted = ViewBuilder.wanted(ports.charge(), collection.get()).size();
        CollectionSlot slot = slot(id);
        boolean complete =
                slot.view().filter(view -> isComplete(view, collection.get())).isPresent();
        if (!complete) {
            slot.throwFailure();
        }
        return complete
                ? new LoadProgress(wanted, wanted, true)
                : new LoadProgress(Math.min(slot.segmentsReady(), Math.max(0, wanted - 1)), wanted, false);
    }

    /** Tells whether a view has all partitions that are to be loaded and all shards that are to be read here. */
    private boolean isComplete(CollectionView view, Collection now) {
        return servesLoaded(view, now)
                && ViewBuilder.wantedShards(ports.charge(), now).stream()
                        .allMatch(shard -> view.shard(shard.number()).isPresent());
    }

    private static boolean servesLoaded(CollectionView view, Collection now) {
        return now.partitions().keys().filter(now.load()::covers).allMatch(view::serves);
    }

    @Override
    public List<ShardId> ready(List<ShardId> shards) {
        Catalog catalog = ports.coordinator().catalog();
        return shards.stream().filter(shard -> isReady(catalog, shard)).toList();
    }

    private boolean isReady(Catalog catalog, ShardId shard) {
        Optional<Collection> collection = catalog.collections()
                .find(shard.collection())
                .filter(Collection::isActive)
                .filter(now -> now.load().isLoaded() && ports.charge().reads(now, shard));
        Optional<CollectionView> view =
                Optional.ofNullable(slots.get(shard.collection())).flatMap(CollectionSlot::view);
        return collection.isPresent()
                && view.filter(shown -> shown.shard(shard.number()).isPresent())
                        .filter(shown -> servesLoaded(shown, collection.get()))
                        .isPresent();
    }

    @Override
    public List<LoadedSegment> loadedSegments(CollectionId id) {
        CollectionSlot slot = slots.get(id);
        Optional<CollectionView> view = slot == null ? Optional.empty() : slot.hold();
        if (view.isEmpty()) {
            return List.of();
        }
        try {
            return describe(view.get());
        } finally {
            view.get().release();
        }
    }

    @Override
    public boolean holds(CollectionId collection) {
        CollectionSlot slot = slots.get(collection);
        return slot != null && slot.view().isPresent();
    }

    @Override
    public RoleHealth roleHealth() {
        List<String> reasons = new ArrayList<>();
        List<Lack> lacks = new ArrayList<>();
        slots.forEach((id, slot) -> slot.failure().ifPresent(failure -> {
            reasons.add("collection " + id + " cannot be served: " + failure.getMessage());
            if (failure.code() == ErrorCode.SERVICE_UNAVAILABLE) {
                lacks.add(Lack.OBJECTS);
            }
        }));
        return new RoleHealth("query", RoleHealth.State.SERVING, reasons, lacks);
    }

    /**
     * Sums over all views that are served here.
     *
     * @param collections with a view
     * @param segments    sealed ones
     * @param rows        of those, deleted ones included
     * @param bytes       of their mapped files
     * @param openViews   published ones, and older ones that reads still hold
     */
    public record Totals(int collections, int segments, long rows, long bytes, int openViews) {}

    /** Returns the sums as of now. */
    public Totals totals() {
        int collections = 0;
        int segments = 0;
        long rows = 0;
        long bytes = 0;
        for (Map.Entry<CollectionId, CollectionSlot> entry : slots.entrySet()) {
            collections += entry.getValue().view().isPresent() ? 1 : 0;
            for (LoadedSegment segment : loadedSegments(entry.getKey())) {
                segments++;
                rows += segment.rowCount();
                bytes += segment.memoryBytes();
            }
        }
        return new Totals(collections, segments, rows, bytes, openViews.get());
    }

    private static List<LoadedSegment> describe(CollectionView view) {
        List<LoadedSegment> all = new ArrayList<>();
        for (ShardView shard : view.shards()) {
            for (OpenSegment segment : shard.segments()) {
                List<String> indexes = segment.indexes().stream()
                        .flatMap(index -> view.collection().indexes().find(index.id()).stream())
                        .map(IndexDefinition::name)
                        .toList();
                all.add(new LoadedSegment(
                        segment.entry().id(), segment.segment().rowCount(), segment.bytes(), indexes));
            }
        }
        return all;
    }

    @Override
    public void close() {
        fibers.forEach(Fiber::cancel);
        fibers.forEach(Fiber::join);
        slots.forEach((id, slot) -> slot.close());
    }
}
