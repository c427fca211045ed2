package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PersistentMap;
import io.windhover.model.RequestId;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.DeltaEntry;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.SegmentEntry;
import io.windhover.model.catalog.ShardCheckpoint;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.catalog.StoredFile;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.Lack;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.port.ObjectStore;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.file.DeltaFile;
import io.windhover.segment.file.SegmentStats;
import io.windhover.segment.file.SegmentWriter;
import io.windhover.segment.growing.GrowingSegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One flush of one shard: files first, then the command that names them and moves the checkpoint, then the log is
 * trimmed. Safe to stop at every step: files that no catalog names are garbage, the command acts once, and the log is
 * trimmed only to what the catalog says. What is gone by then is skipped.
 */
final class FlushJob {
    private static final Duration PUBLISH_WAIT = Duration.ofSeconds(5);

    private final DataPorts ports;
    private final DataSettings settings;
    private final ShardOwner owner;
    private final SealedTail sealed;
    private final DataCounts.Work counts;
    private int attempt;

    /** What the present step needs; owned by the fiber of the job. */
    private Lack needed = Lack.COORDINATOR;

    FlushJob(DataPorts ports, DataSettings settings, ShardOwner owner, SealedTail sealed) {
        this.ports = ports;
        this.settings = settings;
        this.owner = owner;
        this.sealed = sealed;
        this.counts = new DataCounts(ports.runtime().metrics()).flushes();
    }

    /** Runs until the flush is committed, the owner is closed or the shard is another's; returns whether it was committed. */
    boolean run() {
        try {
            Backoff backoff = new Backoff(ports.runtime(), settings.retryMin(), settings.retryMax());
            Optional<Submission> written = Optional.empty();
            long startNs = ports.runtime().monotonicNs();
            while (!owner.isClosed()) {
                try {
                    written = written.isPresent() ? written : Optional.of(write());
                    commit(written.get());
                    needed = Lack.OBJECTS;
                    Untaken.delete(
                            ports,
                            owner.shard().collection(),
                            written.get().command().segments());
                    needed = Lack.LOG;
                    ports.wal().trim(StorageNames.log(owner.shard()), sealed.position());
                    counts.done(
                            ports.runtime().monotonicNs() - startNs,
                            written.get().command().segments());
                    return true;
                } catch (DatabaseException failure) {
                    failed(failure);
                    if (failure.code() == ErrorCode.NOT_OWNER) {
                        return false;
                    }
                    backoff.pause();
                } catch (CancelledException ended) {
                    throw ended;
                } catch (RuntimeException bug) {
                    // The rows stay in the log and in memory; told by the node's care failures until it succeeds.
                    failed(new DatabaseException(ErrorCode.SERVICE_INTERNAL, bug.toString(), bug));
                    backoff.pause();
                }
            }
            return false;
        } finally {
            sealed.release();
        }
    }

    /** A command with the id under which it is repeated until its outcome is known. */
    private record Submission(Command.SegmentsFlushed command, RequestId request) {}

    /** The commit is published here before the job ends: who opens the shard next begins at its checkpoint. */
    private void commit(Submission written) {
        needed = Lack.COORDINATOR;
        CommandResult result = ports.coordinator().submit(written.command(), written.request());
        ports.coordinator().awaitVersion(result.catalogVersion(), PUBLISH_WAIT);
    }

    private void failed(DatabaseException failure) {
        counts.failures().increment();
        owner.flushFailed(FlushFailure.without(needed, failure));
    }

    private Submission write() {
        attempt++;
        needed = Lack.COORDINATOR;
        ShardId shard = owner.shard();
        long number = ports.coordinator().allocateIds(1).first();
        RequestId request = new RequestId("flush-" + shard + "-" + number);
        needed = Lack.OBJECTS;
        Optional<Collection> collection = ports.coordinator()
                .catalog()
                .collections()
                .find(shard.collection())
                .filter(Collection::isActive);
        List<SegmentEntry> entries = new ArrayList<>();
        Optional<DeltaEntry> delta = Optional.empty();
        if (collection.isPresent()) {
            for (GrowingSegment segment : sealed.segments()) {
                writeSegment(collection.get(), segment).ifPresent(entries::add);
            }
            delta = writeDeletes(collection.get(), new SegmentId(number));
        }
        ShardCheckpoint checkpoint = new ShardCheckpoint(sealed.position().value(), sealed.upTo());
        return new Submission(new Command.SegmentsFlushed(shard, entries, delta, checkpoint, owner.tenure()), request);
    }

    private Optional<SegmentEntry> writeSegment(Collection collection, GrowingSegment segment) {
        boolean wanted = collection
                .partitions()
                .find(segment.partition())
                .map(Partition::isActive)
                .orElse(false);
        if (!wanted || segment.rowCount() == 0) {
            return Optional.empty();
        }
        String name = StorageNames.segment(collection.id(), segment.id(), attempt);
        try (ObjectStore.ObjectWriter out = ports.objects().create(name)) {
            SegmentStats stats = SegmentWriter.write(
                    segment.id(), List.of(segment.view()), collection.schema(), sealed.upTo(), Timestamp.ZERO, out);
            if (stats.rowCount() == 0) {
                return Optional.empty();
            }
            out.commit();
            return Optional.of(new SegmentEntry(
                    segment.id(),
                    owner.shard(),
                    segment.partition(),
                    stats.rowCount(),
                    stats.minTimestamp(),
                    stats.maxTimestamp(),
                    sealed.upTo(),
                    new StoredFile(name, stats.bytes()),
                    PersistentMap.empty(),
                    settings.indexless().has(stats)));
        }
    }

    /** Deletes hit rows of older sealed segments only: those of this flush are left out of its files already. */
    private Optional<DeltaEntry> writeDeletes(Collection collection, SegmentId id) {
        boolean anyOlder =
                collection.storage().segments().values().anyMatch(s -> s.shard().equals(owner.shard()));
        if (sealed.deletes().isEmpty() || !anyOlder) {
            return Optional.empty();
        }
        String name = StorageNames.delta(collection.id(), id, attempt);
        try (ObjectStore.ObjectWriter out = ports.objects().create(name)) {
            long bytes = DeltaFile.write(DeleteSet.of(sealed.deletes().toTailDeletes(sealed.upTo())), out);
            out.commit();
            return Optional.of(new DeltaEntry(
                    id,
                    owner.shard(),
                    sealed.deletes().count(),
                    sealed.deletes().first(),
                    sealed.deletes().last(),
                    new StoredFile(name, bytes)));
        }
    }
}
