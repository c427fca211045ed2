package io.windhover.coordinator.garbage;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.PartitionId;
import io.windhover.model.RequestId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.runtime.port.ObjectStore.ObjectMeta;
import io.windhover.runtime.port.Wal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the catalog with the object store and the logs, and gives back what is not named: the files and logs of
 * dropped collections and partitions, files replaced by a compaction, files of attempts that failed. Every step may be
 * repeated and every crash between two steps is made good by the next sweep: first the catalog stops naming a file, then
 * the file goes, and a dropped owner leaves the catalog last.
 *
 * <p>Owned by the fiber that calls it; one sweep at a time.
 */
public final class GarbageSweep {
    /** Commands in flight; the rest of the coordinator's queue is for others. */
    private static final int AT_ONCE = 128;

    private static final Duration PURGE_DEADLINE = Duration.ofSeconds(60);

    private final Runtime runtime;
    private final CoordinatorRole coordinator;
    private final ObjectStore objects;
    private final Wal wal;
    private final InUse inUse;
    private final GarbageSettings settings;
    private final NamedObjects names = new NamedObjects();
    private final long incarnation;
    private final GarbageCounts counts;
    private long requests;
    private volatile Optional<String> lastFailure = Optional.empty();
    private volatile Unnamed unnamed = new Unnamed(0, 0);

    /** Creates a sweep that has seen no catalog yet. */
    public GarbageSweep(
            Runtime runtime,
            CoordinatorRole coordinator,
            ObjectStore objects,
            Wal wal,
            InUse inUse,
            GarbageSettings settings) {
        this.runtime = runtime;
        this.coordinator = coordinator;
        this.objects = objects;
        this.wal = wal;
        this.inUse = inUse;
        this.settings = settings;
        this.incarnation = runtime.random(Long.MAX_VALUE);
        this.counts = GarbageCounts.of(runtime.metrics());
    }

    /** Starts a fiber that sweeps again and again until it is cancelled. */
    public Fiber start() {
        return runtime.fork("garbage sweep", () -> {
            while (true) {
                runtime.sleep(settings.pause());
                sweepIfReachable();
            }
        });
    }

    private void sweepIfReachable() {
        try {
            sweepOnce();
            lastFailure = Optional.empty();
        } catch (DatabaseException failure) {
            // What was left undone is found by the next sweep; until then the failure is there to be asked for.
            counts.failures().increment();
            lastFailure = Optional.of(failure.code() + ": " + failure.getMessage());
        }
    }

    /** Objects without a name that a sweep left for their grace. */
    public record Unnamed(int objects, long bytes) {}

    /** Returns what the last sweep left for its grace. Readable by any fiber. */
    public Unnamed unnamed() {
        return unnamed;
    }

    /** Returns why the last sweep ended early; empty if it did not. Readable by any fiber. */
    public Optional<String> lastFailure() {
        return lastFailure;
    }

    /**
     * Sweeps once.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE, IO_FAILED and others of the ports; the next sweep goes on
     */
    public SweepReport sweepOnce() {
        return sweep(settings.unnamedGrace().toMillis(), settings.retiredGrace().toMillis());
    }

    /**
     * Sweeps once without any grace. Only for the start of a process that alone writes the object store, before any job
     * runs: then what is not named was left by a crash.
     */
    public SweepReport sweepAtStart() {
        return sweep(0, 0);
    }

    private SweepReport sweep(long unnamedGraceMs, long retiredGraceMs) {
        SweepReport report = SweepReport.NOTHING;
        for (Collection collection :
                coordinator.catalog().collections().values().toList()) {
            report = report.plus(collection.isActive() ? partitionsOf(collection) : dropped(collection));
        }
        // The world is read before the catalog: what came into being in between is then known as named.
        List<String> logs = wal.logs();
        List<ObjectMeta> present = new ArrayList<>(objects.list(StorageNames.SEGMENTS));
        present.addAll(objects.list(StorageNames.DELTAS));
        present.addAll(objects.list(StorageNames.INDEXES));
        Catalog catalog = coordinator.catalog();
        SweepReport whole = report.plus(unnamedObjects(present, catalog, unnamedGraceMs, retiredGraceMs))
                .plus(ownerlessLogs(logs, catalog));
        counts.swept(whole);
        return whole;
    }

    private SweepReport partitionsOf(Collection collection) {
        if (collection.partitions().size() == collection.partitionNames().size()) {
            return SweepReport.NOTHING;
        }
        List<PartitionId> free = collection
                .partitions()
                .values()
                .filter(p -> !p.isActive() && !inUse.inUse(collection.id(), p.id()))
                .map(Partition::id)
                .toList();
        Set<PartitionId> dropped = new HashSet<>(free);
        List<SegmentEntry> segments = collection
                .storage()
                .segments()
                .values()
                .filter(s -> dropped.contains(s.partition()))
                .toList();
        remove(collection.id(), segments.stream().map(SegmentEntry::id).toList(), List.of());
        int deleted = delete(segments.stream()
                .flatMap(NamedObjects::files)
                .map(StoredFile::name)
                .toList());
        return new SweepReport(deleted, 0, purge(collection.id(), free), 0);
    }

    /** Submits the purges of many partitions at once, so that they share durable writes. */
    private int purge(CollectionId collection, List<PartitionId> partitions) {
        int purged = 0;
        for (int from = 0; from < partitions.size(); from += AT_ONCE) {
            List<Promise<Boolean>> answers = new ArrayList<>();
            try (TaskScope scope = runtime.scope("purge", PURGE_DEADLINE)) {
                for (PartitionId partition : partitions.subList(from, Math.min(partitions.size(), from + AT_ONCE))) {
                    Command command = new Command.PartitionPurged(collection, partition);
                    RequestId request = nextRequest();
                    answers.add(scope.fork(
                            "purge", () -> coordinator.submit(command, request).changed()));
                }
                scope.join();
            }
            for (Promise<Boolean> answer : answers) {
                purged += answer.await() ? 1 : 0;
            }
        }
        return purged;
    }

    private SweepReport dropped(Collection collection) {
        CollectionId id = collection.id();
        if (inUse.inUse(id)) {
            return SweepReport.NOTHING;
        }
        List<SegmentId> segments = collection.storage().segments().keys().toList();
        List<SegmentId> deltas = collection.storage().deltas().keys().toList();
        remove(id, segments, deltas);
        int deleted = 0;
        for (String kind : List.of(StorageNames.SEGMENTS, StorageNames.DELTAS, StorageNames.INDEXES)) {
            deleted += delete(
                    objects.list(kind + id + "/").stream().map(ObjectMeta::name).toList());
        }
        int logs = 0;
        for (int number = 0; number < collection.settings().shardCount(); number++) {
            wal.delete(StorageNames.log(new ShardId(id, number)));
            logs++;
        }
        // Each command takes away a part of what is left; the last one the collection.
        while (submit(new Command.CollectionPurged(id))) {
            if (!coordinator.catalog().collections().contains(id)) {
                return new SweepReport(deleted, logs, 0, 1);
            }
        }
        return new SweepReport(deleted, logs, 0, 0);
    }

    /** Takes segments and deletes out of the catalog, a limited number with each command. */
    private void remove(CollectionId collection, List<SegmentId> segments, List<SegmentId> deltas) {
        int step = settings.removedAtOnce();
        for (int from = 0; from < segments.size(); from += step) {
            List<SegmentId> some = segments.subList(from, Math.min(segments.size(), from + step));
            submit(new Command.SegmentsCompacted(collection, some, List.of(), List.of()));
        }
        for (int from = 0; from < deltas.size(); from += step) {
            List<SegmentId> some = deltas.subList(from, Math.min(deltas.size(), from + step));
            submit(new Command.SegmentsCompacted(collection, List.of(), List.of(), some));
        }
    }

    private SweepReport unnamedObjects(
            List<ObjectMeta> present, Catalog catalog, long unnamedGraceMs, long retiredGraceMs) {
        long nowMs = runtime.monotonicNs() / 1_000_000;
        Set<String> existing = new LinkedHashSet<>();
        present.forEach(object -> existing.add(object.name()));
        names.follow(catalog, existing, nowMs);
        List<String> garbage = existing.stream()
                .filter(object -> names.isGarbage(object, nowMs, retiredGraceMs, unnamedGraceMs))
                .filter(object -> !inUse.inUse(object))
                .toList();
        int deleted = delete(garbage);
        Set<String> gone = Set.copyOf(garbage);
        List<ObjectMeta> left = present.stream()
                .filter(object -> names.isUnnamed(object.name()) && !gone.contains(object.name()))
                .toList();
        unnamed = new Unnamed(
                left.size(), left.stream().mapToLong(ObjectMeta::bytes).sum());
        return new SweepReport(deleted, 0, 0, 0);
    }

    private SweepReport ownerlessLogs(List<String> logs, Catalog catalog) {
        int deleted = 0;
        for (String log : logs) {
            Optional<CollectionId> owner = StorageNames.shardOfLog(log).map(ShardId::collection);
            boolean ownerless = owner.isPresent() && !catalog.collections().contains(owner.get());
            if (ownerless && !inUse.inUse(owner.get())) {
                wal.delete(log);
                deleted++;
            }
        }
        return new SweepReport(0, deleted, 0, 0);
    }

    private int delete(List<String> garbage) {
        garbage.forEach(objects::delete);
        return garbage.size();
    }

    private boolean submit(Command command) {
        return coordinator.submit(command, nextRequest()).changed();
    }

    private RequestId nextRequest() {
        return new RequestId("garbage-" + incarnation + "-" + requests++);
    }
}
