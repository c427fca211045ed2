package io.windhover.node.data;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.JobId;
import io.windhover.model.PartitionId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionTicket;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.model.role.ShardWrite;
import io.windhover.model.role.TailReads;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.node.data.TailState.TailPart;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Owns shards: opens one {@link ShardOwner} for each shard that is written or read here, follows the catalog to close
 * those of dropped collections, and keeps the {@link Flusher} going. After a restart it takes over every log that holds
 * something, in parallel, before it serves.
 *
 * <p>Where the catalog places shards on members of a cluster, it opens those that are placed on it as soon as it learns
 * so, closes them when they no longer are, and answers for no other; {@link OpenShards} says why no acknowledged write is
 * lost by that and no strong read is stale. Whether the member itself is still one is not looked at here: whoever carries
 * a request checks its lease after the answer. {@link #flush} and {@link #isFlushed} speak of the shards that are here at
 * that moment; who asks several nodes must see the same placements before and after.
 */
public final class DataNode implements DataRole, AutoCloseable {
    private static final String ROLE = "data";
    private static final Duration OPEN_ALL_MAX = Duration.ofMinutes(30);
    private static final Duration CATALOG_WAIT = Duration.ofSeconds(5);

    private final DataPorts ports;
    private final DataSettings settings;
    private final OpenShards shards;
    private final Flusher flusher;
    private final Compactor compactor;
    private final IndexBuilder indexBuilder;
    private final List<SegmentCare> cares;
    private final List<Fiber> fibers = new ArrayList<>();
    private final List<Fiber> careFibers = new ArrayList<>();
    private volatile boolean closed;

    private DataNode(DataPorts ports, DataSettings settings) {
        this.ports = ports;
        this.settings = settings;
        this.flusher = new Flusher(ports, settings, this::openOwners);
        this.shards = new OpenShards(ports, settings, flusher::awaitIdle);
        this.compactor = new Compactor(ports, settings);
        this.indexBuilder = new IndexBuilder(ports, settings, compactor::isPlanned);
        this.cares = List.of(
                new SegmentCare(ports.runtime(), "compactor", settings, compactor::step, () -> SegmentCare.LOOK_MAX),
                new SegmentCare(
                        ports.runtime(), "index builder", settings, indexBuilder::step, indexBuilder::untilNext));
    }

    /** Recovers all shards with something in their logs and starts to serve. */
    public static DataNode open(DataPorts ports, DataSettings settings) {
        DataNode node = new DataNode(ports, settings);
        node.moveClockBeyondCatalog();
        node.recover();
        node.fibers.add(ports.runtime().fork("flusher", node.flusher::run));
        for (SegmentCare care : node.cares) {
            node.careFibers.add(ports.runtime().forkInBackground("segment care", care::run));
        }
        node.fibers.add(ports.runtime().fork("data node follows catalog", node::followCatalog));
        return node;
    }

    private void moveClockBeyondCatalog() {
        ports.coordinator().catalog().collections().values().forEach(collection -> {
            ports.clock().moveBeyond(collection.createdAt());
            collection
                    .storage()
                    .checkpoints()
                    .values()
                    .map(ShardCheckpoint::timestamp)
                    .forEach(ports.clock()::moveBeyond);
        });
    }

    private List<ShardOwner> openOwners() {
        return shards.owners();
    }

    /** Where the catalog places shards, the fiber that follows it opens them: one log that is away keeps no other shut. */
    private void recover() {
        if (ports.charge().member().isPresent()) {
            return;
        }
        List<ShardId> logged = new ArrayList<>();
        Catalog catalog = ports.coordinator().catalog();
        for (String log : ports.wal().logs()) {
            StorageNames.shardOfLog(log)
                    .filter(shard -> OpenShards.live(catalog, shard).isPresent())
                    .ifPresent(logged::add);
        }
        try (TaskScope scope = ports.runtime().scope("recovery", OPEN_ALL_MAX)) {
            for (ShardId shard : logged) {
                scope.fork("recover " + shard, () -> shards.owner(shard));
            }
            scope.join();
        }
    }

    @Override
    public Timestamp append(ShardWrite write) {
        if (ports.coordinator().catalog().version() < write.catalogVersion()) {
            ports.coordinator().awaitVersion(write.catalogVersion(), CATALOG_WAIT);
        }
        if (flusher.heldBytes() > settings.tailBytesMax()) {
            throw DatabaseException.of(ErrorCode.SERVICE_RATE_LIMIT, "rowsNotFlushedBytes", flusher.heldBytes());
        }
        return ownerForWrite(write.shard()).append(write);
    }

    /** Where another member may get the shard, a log that does not open means that surely nothing was written. */
    private ShardOwner ownerForWrite(ShardId shard) {
        try {
            return shards.owner(shard);
        } catch (DatabaseException failure) {
            if (ports.charge().member().isEmpty() || failure.code() != ErrorCode.SERVICE_UNAVAILABLE) {
                throw failure;
            }
            throw new DatabaseException(
                    ErrorCode.NODE_OFFLINE, "shard " + shard + " is not open: " + failure.getMessage(), failure);
        }
    }

    /** Returns the shards whose logs are open here, each with the version of the catalog that made this node its owner. */
    public SortedMap<ShardId, Long> openShards() {
        return shards.tenures();
    }

    @Override
    public TailReads.TailHits searchTail(TailReads.TailSearch request) {
        ShardId shard = request.view().shard();
        return readingTail(
                request.view(),
                request.plan().partitions(),
                pin -> TailReader.search(ports.runtime(), schema(shard), pin, request));
    }

    @Override
    public TailReads.TailRows queryTail(TailReads.TailQuery request) {
        ShardId shard = request.view().shard();
        return readingTail(
                request.view(),
                request.plan().partitions(),
                pin -> TailReader.query(ports.runtime(), schema(shard), pin, request));
    }

    private <T> T readingTail(TailReads.TailView view, List<PartitionId> partitions, Function<TailPin, T> read) {
        OpenShards.OpenShard open = shards.open(view.shard());
        try (TailPin pin = TailPin.take(open.owner(), view, partitions)) {
            T answer = read.apply(pin);
            shards.requireStill(view.shard(), open);
            return answer;
        }
    }

    private CollectionSchema schema(ShardId shard) {
        return OpenShards.live(ports.coordinator().catalog(), shard)
                .orElseThrow(
                        () -> DatabaseException.of(ErrorCode.COLLECTION_NOT_FOUND, "collection", shard.collection()))
                .schema();
    }

    @Override
    public void readersCover(ShardId shard, Timestamp upTo) {
        // One of several readers says nothing of the others: then flushed rows stay until their grace ends.
        boolean onlyReader = OpenShards.live(ports.coordinator().catalog(), shard)
                .filter(collection ->
                        collection.placement(shard.number()).readers().size() <= 1)
                .isPresent();
        if (onlyReader) {
            // A refused message costs nothing: the grace ends by itself.
            shards.find(shard).ifPresent(owner -> owner.tell(new OwnerMessage.Release(upTo)));
        }
    }

    @Override
    public FlushTicket flush(CollectionId collection) {
        List<ShardOwner> all = shards.owners(collection);
        requireRoomForFlush(all);
        Timestamp upTo = ports.clock().newest();
        List<SegmentId> segments = new ArrayList<>();
        for (ShardOwner owner : all) {
            owner.requestFlush(upTo);
            for (TailPart part : owner.state().parts()) {
                if (part.sealedAt().equals(Timestamp.MAX)) {
                    segments.add(part.segment().id());
                }
            }
        }
        flusher.wake();
        return new FlushTicket(segments, upTo);
    }

    /** A shard that waits for a flush already waits once, however often somebody asks. */
    private void requireRoomForFlush(List<ShardOwner> shards) {
        long more = shards.stream().filter(owner -> !owner.isFlushRequested()).count();
        long waiting =
                openOwners().stream().filter(ShardOwner::isFlushRequested).count();
        if (more > 0 && waiting > 0 && waiting + more > settings.work().flushRequests()) {
            throw new DatabaseException(
                    ErrorCode.SERVICE_RATE_LIMIT,
                    "rate limit exceeded: " + waiting + " shards wait for a flush already, try again later");
        }
    }

    @Override
    public boolean isFlushed(CollectionId collection, Timestamp upTo) {
        List<ShardOwner> unflushed = shards.owners(collection).stream()
                .filter(owner -> !owner.load().firstUnflushed().isAfter(upTo))
                .toList();
        // Who took a shard over was not asked for the flush, and who was may have had an earlier clock.
        unflushed.forEach(owner -> owner.requestFlush(upTo));
        if (!unflushed.isEmpty()) {
            flusher.wake();
        }
        return unflushed.isEmpty();
    }

    @Override
    public List<GrowingState> growing(CollectionId collection) {
        List<GrowingState> states = new ArrayList<>();
        List<ShardOwner> open = openOwners().stream()
                .filter(owner -> owner.shard().collection().equals(collection))
                .toList();
        for (ShardOwner owner : open) {
            for (TailPart part : owner.state().parts()) {
                if (part.sealedAt().isAfter(owner.state().committedUpTo())) {
                    states.add(new GrowingState(
                            part.segment().id(),
                            owner.shard(),
                            part.segment().partition(),
                            part.view().rowCount(),
                            part.segment().bytes()));
                }
            }
        }
        return states;
    }

    @Override
    public CompactionTicket compact(CollectionId collection) {
        CompactionTicket ticket = compactor.request(collection);
        cares.forEach(SegmentCare::wake);
        return ticket;
    }

    @Override
    public Optional<CompactionProgress> compaction(JobId job) {
        return compactor.progress(job);
    }

    @Override
    public RoleHealth roleHealth() {
        if (closed) {
            return new RoleHealth(ROLE, RoleHealth.State.STOPPED, List.of("closed"));
        }
        List<String> reasons = new ArrayList<>();
        EnumSet<Lack> lacks = EnumSet.noneOf(Lack.class);
        logFailures(reasons, lacks);
        diskFailures(reasons, lacks);
        boolean isSafeMode = !reasons.isEmpty();
        careFailures(reasons, lacks);
        return new RoleHealth(
                ROLE, isSafeMode ? RoleHealth.State.SAFE_MODE : RoleHealth.State.SERVING, reasons, List.copyOf(lacks));
    }

    /** Tells which logs take no writes. */
    private void logFailures(List<String> reasons, EnumSet<Lack> lacks) {
        Map<ShardId, DatabaseException> failures = shards.unopened();
        openOwners().forEach(owner -> owner.logFailure().ifPresent(failure -> failures.put(owner.shard(), failure)));
        failures.forEach((shard, failure) -> {
            reasons.add("safe mode: log of shard " + shard + ": " + failure.getMessage());
            lacks.add(failure.code() == ErrorCode.DISK_FULL ? Lack.DISK : Lack.LOG);
        });
    }

    /** Tells which files cannot be written because of the disk. */
    private void diskFailures(List<String> reasons, EnumSet<Lack> lacks) {
        for (ShardOwner owner : openOwners()) {
            owner.flushFailure().filter(FlushFailure::isOfDisk).ifPresent(failure -> {
                reasons.add("safe mode: flush of shard " + owner.shard() + ": "
                        + failure.cause().getMessage());
                lacks.add(Lack.DISK);
            });
        }
    }

    /**
     * Sums over all shards that are open here.
     *
     * @param shards        open
     * @param growingRows   rows that no committed file has
     * @param heldBytes     memory of rows, flushed ones in their grace included
     * @param waitingWrites messages that wait for the owners of shards
     * @param growing       segments that grow
     * @param flushing      segments that no longer grow and have no committed file yet
     * @param flushed       segments in committed files that stay in memory for readers
     */
    public record Totals(
            int shards,
            long growingRows,
            long heldBytes,
            long waitingWrites,
            int growing,
            int flushing,
            int flushed,
            long indexBuildBytes) {
        /** Returns how many segments are in memory. */
        public int inMemory() {
            return growing + flushing + flushed;
        }
    }

    /**
     * Work on segments that is to be done, what runs included.
     *
     * @param flushes     of shards
     * @param indexBuilds of index files
     * @param compactions rewritings
     */
    public record Backlog(int flushes, int indexBuilds, int compactions) {}

    /** Returns what is to be done as of now. */
    public Backlog backlog() {
        return new Backlog(flusher.backlog(), indexBuilder.backlog(), compactor.backlog());
    }

    /** Returns the segments that are being rewritten. */
    public List<SegmentId> rewriting() {
        return compactor.rewriting();
    }

    /** Returns the sums as of now. */
    public Totals totals() {
        List<ShardOwner> open = openOwners();
        long rows = 0;
        long bytes = 0;
        long waiting = 0;
        int growing = 0;
        int flushing = 0;
        int flushed = 0;
        for (ShardOwner owner : open) {
            bytes += owner.load().heldBytes();
            waiting += owner.waiting();
            TailState state = owner.state();
            for (TailPart part : state.parts()) {
                boolean isFlushed = !part.sealedAt().isAfter(state.committedUpTo());
                boolean grows = part.sealedAt().equals(Timestamp.MAX);
                rows += isFlushed ? 0 : part.view().rowCount();
                flushed += isFlushed ? 1 : 0;
                growing += grows ? 1 : 0;
                flushing += isFlushed || grows ? 0 : 1;
            }
        }
        return new Totals(open.size(), rows, bytes, waiting, growing, flushing, flushed, indexBuilder.bytesInUse());
    }

    /** Tells what the care for segments could not do and why. */
    private void careFailures(List<String> reasons, EnumSet<Lack> lacks) {
        reasons.addAll(indexBuilder.failures());
        compactor.unreadable().forEach(segment -> reasons.add("segment " + segment + " cannot be rewritten"));
        for (ShardOwner owner : openOwners()) {
            owner.flushFailure().filter(failure -> !failure.isOfDisk()).ifPresent(failure -> {
                reasons.add("flush of shard " + owner.shard() + ": "
                        + failure.cause().getMessage());
                failure.lack().ifPresent(lacks::add);
            });
        }
    }

    @Override
    public boolean holds(CollectionId collection) {
        return shards.holds(collection);
    }

    /** Closes the owners of collections that are gone and tells the others which partitions are. */
    private void followCatalog() {
        Catalog seen = ports.coordinator().catalog();
        // What was dropped between the recovery and now is in no later version.
        reconcile(seen, seen);
        while (true) {
            Optional<Catalog> next = nextCatalog(seen.version() + 1);
            if (next.isPresent()) {
                reconcile(seen, next.get());
                seen = next.get();
            } else {
                shards.openPlaced();
            }
        }
    }

    private Optional<Catalog> nextCatalog(long version) {
        try {
            return Optional.of(ports.coordinator().awaitVersion(version, CATALOG_WAIT));
        } catch (DatabaseException nothingNewOrUnreachable) {
            ports.runtime().sleep(settings.retryMin());
            return Optional.empty();
        }
    }

    private void reconcile(Catalog before, Catalog now) {
        shards.follow(now);
        shards.openPlaced();
        for (ShardOwner owner : openOwners()) {
            if (partitionsChanged(before, now, owner.shard().collection())) {
                owner.tell(new OwnerMessage.PartitionsGone());
            }
        }
        cares.forEach(SegmentCare::wake);
    }

    private static boolean partitionsChanged(Catalog before, Catalog now, CollectionId id) {
        Optional<Collection> old = before.collections().find(id);
        Optional<Collection> next = now.collections().find(id);
        return old.isPresent()
                && next.isPresent()
                && old.get().partitions() != next.get().partitions();
    }

    @Override
    public void close() {
        closed = true;
        indexBuilder.close();
        cares.forEach(SegmentCare::close);
        fibers.forEach(Fiber::cancel);
        fibers.forEach(Fiber::join);
        careFibers.forEach(Fiber::join);
        shards.close();
        flusher.awaitIdle();
    }
}
