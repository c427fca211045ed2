package io.windhover.node.data;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The reconciler of segment sizes: one rewriting at a time, chosen by the {@link CompactionPlanner}. Input and output are
 * swapped by one command that the coordinator refuses when an input is gone, so a drop or another compaction in between
 * costs nothing but the work.
 */
final class Compactor {
    private static final int COMMIT_ATTEMPTS_MAX = 20;

    private final DataPorts ports;
    private final DataSettings settings;
    private final CompactionPlanner planner;
    private final Set<CollectionId> requested = new ConcurrentSkipListSet<>();
    private final Set<SegmentId> unreadable = new ConcurrentSkipListSet<>();

    Compactor(DataPorts ports, DataSettings settings) {
        this.ports = ports;
        this.settings = settings;
        this.planner = new CompactionPlanner(settings.compaction());
    }

    /** Asks for everything of a collection to be merged and its deletes applied. */
    void request(CollectionId collection) {
        requested.add(collection);
    }

    /** Tells whether what was asked for is not done yet. */
    boolean isRequested(CollectionId collection) {
        return requested.contains(collection);
    }

    /** Runs one rewriting if any is worth it; returns whether it did. */
    boolean step() {
        Catalog catalog = ports.coordinator().catalog();
        forgetGone(catalog);
        for (Collection collection : catalog.collections().values().toList()) {
            boolean forced = requested.contains(collection.id());
            Optional<CompactionPlanner.Plan> plan =
                    collection.isActive() ? planner.plan(collection, forced, unreadable::contains) : Optional.empty();
            if (plan.isPresent()) {
                tryCompact(collection, plan.get());
                return true;
            }
            requested.remove(collection.id());
        }
        return false;
    }

    private void forgetGone(Catalog catalog) {
        unreadable.removeIf(id -> catalog.collections()
                .values()
                .noneMatch(collection -> collection.storage().segments().contains(id)));
        requested.removeIf(id -> !catalog.collections().contains(id));
    }

    /** Returns the segments that could not be rewritten because they cannot be read. */
    List<SegmentId> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Tells whether a segment is about to be rewritten, so that an index for it would be wasted. */
    boolean isPlanned(Collection collection, SegmentId segment) {
        return planner.plan(collection, false, unreadable::contains)
                .map(plan -> plan.inputs().stream().anyMatch(input -> input.id().equals(segment)))
                .orElse(false);
    }

    /** What can never succeed is not tried again until the node starts anew, and does not stop other rewritings. */
    private void tryCompact(Collection collection, CompactionPlanner.Plan plan) {
        try {
            compact(collection, plan);
        } catch (DatabaseException failure) {
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
            }
        }
    }

    private void compact(Collection collection, CompactionPlanner.Plan plan) {
        long number = ports.coordinator().allocateIds(1).first();
        List<SealedSegment> open = new ArrayList<>();
        try {
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
            Optional<SegmentEntry> output = write(collection, plan, views, new SegmentId(number));
            commit(
                    new Command.SegmentsCompacted(
                            collection.id(),
                            plan.inputs().stream().map(SegmentEntry::id).toList(),
                            output.stream().toList(),
                            uselessDeltas(collection, plan)),
                    new RequestId("compact-" + number));
        } finally {
            open.forEach(SealedSegment::release);
        }
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
            SegmentStats stats = SegmentWriter.write(id, views, collection.schema(), plan.deletesUpTo(), out);
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
                    stats.rowCount() < settings.indexedRowsMin()));
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

    /** Repeats the command under one id until its outcome is known; gives up when nobody answers for long. */
    private void commit(Command command, RequestId request) {
        Backoff backoff = new Backoff(ports.runtime(), settings.retryMin(), settings.retryMax());
        for (int attempt = 1; ; attempt++) {
            try {
                ports.coordinator().submit(command, request);
                return;
            } catch (DatabaseException failure) {
                if (failure.code().retry() != ErrorCode.Retry.LATER || attempt == COMMIT_ATTEMPTS_MAX) {
                    throw failure;
                }
                backoff.pause();
            }
        }
    }
}
