package io.windhover.node.data;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.JobId;
import io.windhover.model.PersistentMap;
import io.windhover.model.RequestId;
import io.windhover.model.SegmentId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import io.windhover.model.role.CompactionProgress;
import io.windhover.model.role.CompactionProgress.Rewriting;
import io.windhover.model.role.CompactionTicket;
import io.windhover.node.data.CompactionPlanner.Occasion;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.deletes.SegmentDeletes;
import io.windhover.segment.file.DeltaFile;
import io.windhover.segment.file.SealedSegment;
import io.windhover.segment.file.SealedView;
import io.windhover.segment.file.SegmentStats;
import io.windhover.segment.file.SegmentWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;

/**
 * The reconciler of segment sizes: one rewriting at a time, chosen by the {@link CompactionPlanner}; collections take
 * turns. Input and output are
 * swapped by one command that the coordinator refuses when an input is gone, so a drop or another compaction in between
 * costs nothing but the work.
 */
final class Compactor {
    private static final int COMMIT_ATTEMPTS_MAX = 20;

    private final DataPorts ports;
    private final DataSettings settings;
    private final CompactionPlanner planner;
    private final CompactionRequests requests;
    private final Turns turns = new Turns();
    private final DataCounts.Work counts;
    private final Set<SegmentId> unreadable = new ConcurrentSkipListSet<>();
    private volatile List<SegmentId> rewriting = List.of();

    Compactor(DataPorts ports, DataSettings settings) {
        this.ports = ports;
        this.settings = settings;
        this.planner = new CompactionPlanner(settings.compaction());
        this.requests = new CompactionRequests(settings.work());
        this.counts = new DataCounts(ports.runtime().metrics()).compactions();
    }

    /** Asks for everything of a collection to be merged and its deletes applied. */
    CompactionTicket request(CollectionId collection) {
        JobId job = new JobId(ports.coordinator().allocateIds(1).first());
        long nowMs = ports.runtime().epochMs();
        requests.add(job, collection, nowMs);
        Occasion occasion = new Occasion(nowMs, OptionalLong.of(nowMs));
        int plans = ports.coordinator()
                .catalog()
                .collections()
                .find(collection)
                .filter(Collection::isActive)
                .map(now -> planner.planCount(now, occasion, excluded(now)))
                .orElse(0);
        return new CompactionTicket(job, plans);
    }

    /** Returns how far a request is; empty if it is not known. */
    Optional<CompactionProgress> progress(JobId job) {
        return requests.find(job);
    }

    /** Runs one rewriting if any is worth it; returns whether it did. */
    boolean step() {
        // Requests first: a catalog read later has everything that was flushed before one of them.
        Map<CollectionId, List<JobId>> waiting = requests.waiting();
        Catalog catalog = ports.coordinator().catalog();
        forgetGone(catalog);
        waiting.forEach((id, jobs) -> {
            if (!catalog.collections().contains(id)) {
                requests.change(jobs, CompactionProgress::ended);
            }
        });
        for (Collection collection : turns.inTurn(catalog.collections().values().toList(), Collection::id)) {
            List<JobId> jobs = waiting.getOrDefault(collection.id(), List.of());
            Optional<CompactionPlanner.Plan> plan = collection.isActive()
                    ? planner.plan(collection, occasion(jobs), excluded(collection))
                    : Optional.empty();
            if (plan.isPresent()) {
                turns.served(collection.id());
                tryCompact(collection, plan.get(), jobs);
                return true;
            }
            requests.change(jobs, CompactionProgress::ended);
        }
        return false;
    }

    /** What cannot be read, and the segments of shards that others own. */
    private Predicate<SegmentId> excluded(Collection collection) {
        return id -> unreadable.contains(id)
                || collection
                        .storage()
                        .segments()
                        .find(id)
                        .filter(segment -> ports.charge().owns(collection, segment.shard()))
                        .isEmpty();
    }

    private Occasion occasion(List<JobId> jobs) {
        return new Occasion(ports.runtime().epochMs(), requests.askedAtMs(jobs));
    }

    private void forgetGone(Catalog catalog) {
        unreadable.removeIf(id -> catalog.collections()
                .values()
                .noneMatch(collection -> collection.storage().segments().contains(id)));
    }

    /** Returns the segments that could not be rewritten because they cannot be read. */
    List<SegmentId> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Returns the segments that are being rewritten. */
    List<SegmentId> rewriting() {
        return rewriting;
    }

    /** Returns how many rewritings are worth it or asked for, the running one included. */
    int backlog() {
        Map<CollectionId, List<JobId>> waiting = requests.waiting();
        return ports.coordinator().catalog().collections().values().filter(Collection::isActive).toList().stream()
                .mapToInt(collection -> planner.planCount(
                        collection, occasion(waiting.getOrDefault(collection.id(), List.of())), excluded(collection)))
                .sum();
    }

    /** Tells whether a segment is about to be rewritten, so that an index for it would be wasted. */
    boolean isPlanned(Collection collection, SegmentId segment) {
        return planner.plan(collection, occasion(List.of()), excluded(collection))
                .map(plan -> plan.inputs().stream().anyMatch(input -> input.id().equals(segment)))
                .orElse(false);
    }

    /** What can never succeed is not tried again until the node starts anew, and does not stop other rewritings. */
    private void tryCompact(Collection collection, CompactionPlanner.Plan plan, List<JobId> jobs) {
        rewriting = plan.inputs().stream().map(SegmentEntry::id).toList();
        try {
            long startNs = ports.runtime().monotonicNs();
            compact(collection, plan).ifPresent(rewriting -> {
                counts.done(ports.runtime().monotonicNs() - startNs, plan.inputs());
                requests.change(jobs, progress -> progress.with(rewriting));
            });
        } catch (DatabaseException failure) {
            counts.failures().increment();
            boolean current = ports.coordinator()
                    .catalog()
                    .collections()
                    .find(collection.id())
                    .filter(now -> now.storage() == collection.storage())
                    .isPresent();
            if (failure.code().retry() != ErrorCode.Retry.NEVER) {
                throw failure;
            }
            if (current) {
                plan.inputs().forEach(input -> unreadable.add(input.id()));
                requests.change(jobs, CompactionProgress::withFailure);
            }
        } finally {
            rewriting = List.of();
        }
    }

    /** Returns what was committed; empty if an input was gone by then. */
    private Optional<Rewriting> compact(Collection collection, CompactionPlanner.Plan plan) {
        long number = ports.coordinator().allocateIds(1).first();
        List<SealedSegment> open = new ArrayList<>();
        try {
            Optional<SegmentEntry> output = plan.leavesNothing()
                    ? Optional.empty()
                    : write(collection, plan, views(collection, plan, open), new SegmentId(number));
            List<SegmentId> inputs =
                    plan.inputs().stream().map(SegmentEntry::id).toList();
            boolean committed = commit(
                    new Command.SegmentsCompacted(
                            collection.id(), inputs, output.stream().toList(), uselessDeltas(collection, plan)),
                    new RequestId("compact-" + number));
            Untaken.delete(ports, collection.id(), output.stream().toList());
            return committed
                    ? Optional.of(
                            new Rewriting(number, plan.shard(), plan.partition(), inputs, output.map(SegmentEntry::id)))
                    : Optional.empty();
        } finally {
            open.forEach(SealedSegment::release);
        }
    }

    /** Opens the inputs; the caller releases what is in {@code open} afterwards, also after a failure. */
    private List<SealedView> views(Collection collection, CompactionPlanner.Plan plan, List<SealedSegment> open) {
        List<SealedView> views = new ArrayList<>();
        for (SegmentEntry input : plan.inputs()) {
            SealedSegment segment = SealedSegment.open(
                    input.data().name(),
                    input.id(),
                    ports.objects().map(input.data().name()),
                    collection.schema());
            open.add(segment);
            views.add(segment.view(deletesOf(collection, plan, input, segment)));
        }
        return views;
    }

    private SegmentDeletes deletesOf(
            Collection collection, CompactionPlanner.Plan plan, SegmentEntry input, SealedSegment segment) {
        SegmentDeletes deletes = SegmentDeletes.none(segment.rowCount());
        for (DeltaEntry delta : collection.storage().deltas().values().toList()) {
            if (CompactionPlanner.reaches(delta, input)) {
                deletes = deletes.with(segment.view(), read(delta).between(input.deletesUpTo(), plan.deletesUpTo()));
            }
        }
        return deletes;
    }

    private DeleteSet read(DeltaEntry delta) {
        try (ObjectStore.MappedObject file = ports.objects().map(delta.file().name())) {
            return DeltaFile.read(delta.file().name(), file);
        }
    }

    private Optional<SegmentEntry> write(
            Collection collection, CompactionPlanner.Plan plan, List<SealedView> views, SegmentId id) {
        String name = StorageNames.segment(collection.id(), id, 1);
        try (ObjectStore.ObjectWriter out = ports.objects().create(name)) {
            SegmentStats stats =
                    SegmentWriter.write(id, views, collection.schema(), plan.deletesUpTo(), plan.expiredUpTo(), out);
            if (stats.rowCount() == 0) {
                return Optional.empty();
            }
            out.commit();
            return Optional.of(new SegmentEntry(
                    id,
                    plan.shard(),
                    plan.partition(),
                    stats.rowCount(),
                    stats.minTimestamp(),
                    stats.maxTimestamp(),
                    plan.deletesUpTo(),
                    new StoredFile(name, stats.bytes()),
                    PersistentMap.empty(),
                    settings.indexless().has(stats)));
        }
    }

    /** Returns the files of deletes that no segment lacks once the plan is carried out. */
    private static List<SegmentId> uselessDeltas(Collection collection, CompactionPlanner.Plan plan) {
        List<SegmentEntry> others = collection
                .storage()
                .segments()
                .values()
                .filter(segment -> !plan.inputs().contains(segment))
                .toList();
        return collection
                .storage()
                .deltas()
                .values()
                .filter(delta -> delta.shard().equals(plan.shard()))
                .filter(delta -> !delta.maxTimestamp().isAfter(plan.deletesUpTo()))
                .filter(delta -> others.stream().noneMatch(segment -> CompactionPlanner.reaches(delta, segment)))
                .map(DeltaEntry::id)
                .toList();
    }

    /**
     * Repeats the command under one id until its outcome is known; gives up when nobody answers for long. Returns whether
     * it changed something.
     */
    private boolean commit(Command command, RequestId request) {
        Backoff backoff = new Backoff(ports.runtime(), settings.retryMin(), settings.retryMax());
        for (int attempt = 1; ; attempt++) {
            try {
                return ports.coordinator().submit(command, request).changed();
            } catch (DatabaseException failure) {
                if (failure.code().retry() != ErrorCode.Retry.LATER || attempt == COMMIT_ATTEMPTS_MAX) {
                    throw failure;
                }
                backoff.pause();
            }
        }
    }
}
