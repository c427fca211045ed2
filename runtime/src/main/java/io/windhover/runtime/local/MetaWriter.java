package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.local.MetaFormat.StoredState;
import io.windhover.runtime.local.MetaHistory.Step;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Lease;
import io.windhover.runtime.port.MetaStore.Outcome;
import io.windhover.runtime.port.MetaStore.OutcomeUnknown;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides and journals what callers ask, in groups: each command is decided on the state that the ones before it in the
 * group lead to; one durable write; then the new state is published and all are answered. Belongs to one fiber, but for
 * {@link #state}.
 */
final class MetaWriter implements AutoCloseable {
    private static final long SNAPSHOT_BYTES_MIN = 2 << 20;
    private static final long SNAPSHOT_RETRY_BYTES = 1 << 20;
    private static final int JOURNAL_FILES_MAX = 16;

    private final Runtime runtime;
    private final MetaLeases leases;
    private final Consumer<StoredState> snapshotWanted;
    private final MetaSnapshots snapshots;
    private final MetaHistory history;
    private final SegmentedLog journal;
    private volatile MetaState state;
    private long snapshotBytes;
    private long snapshotAfterBytes;
    private boolean snapshotRunning;

    /** What is known while a group is decided. */
    private static final class Group {
        final List<MetaRecord> steps = new ArrayList<>();
        final List<Runnable> answers = new ArrayList<>();
        MetaState state;

        Group(MetaState state) {
            this.state = state;
        }

        void step(MetaRecord step) {
            state = state.after(step);
            steps.add(step);
        }
    }

    MetaWriter(
            Runtime runtime,
            Disk disk,
            String folder,
            LogOptions options,
            MetaLeases leases,
            Consumer<StoredState> snapshotWanted) {
        this.runtime = runtime;
        this.leases = leases;
        this.snapshotWanted = snapshotWanted;
        this.snapshots = new MetaSnapshots(disk, folder);
        StoredState stored = snapshots.load();
        MetaState[] replayed = {stored.state()};
        this.journal = SegmentedLog.open(
                disk,
                folder,
                options,
                stored.journalFrom(),
                Optional::empty,
                (address, payload) -> replayed[0] = replayed[0].after(MetaFormat.decode(payload)));
        this.state = replayed[0];
        this.history = new MetaHistory(state.version());
    }

    MetaState state() {
        return state;
    }

    MetaHistory history() {
        return history;
    }

    MetaSnapshots snapshots() {
        return snapshots;
    }

    List<TornTail> tornTails() {
        return journal.tornTails();
    }

    /** Decides, writes and answers a group. */
    void commit(List<MetaCommand> commands) {
        Group group = new Group(state);
        for (MetaCommand command : commands) {
            try {
                decide(group, command);
            } catch (DatabaseException cause) {
                command.outcome().fail(cause);
            }
        }
        try {
            write(group);
        } catch (DatabaseException cause) {
            DatabaseException told = cause.code() == ErrorCode.DISK_FULL
                    ? cause
                    : new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "metadata was not written: " + cause, cause);
            commands.forEach(command -> command.outcome().fail(told));
            return;
        } catch (LogOutcomeUnknownException cause) {
            commands.forEach(command -> command.outcome().fail(new OutcomeUnknown(cause.getMessage())));
            return;
        } catch (RuntimeException cause) {
            commands.forEach(command -> command.outcome().fail(new OutcomeUnknown("store stops: " + cause)));
            throw cause;
        }
        publish(group);
        snapshotIfLong();
    }

    private void decide(Group group, MetaCommand command) {
        switch (command) {
            case MetaCommand.Transact transact -> {
                Outcome outcome = decide(group, transact.conditions(), transact.changes());
                group.answers.add(() -> transact.outcome().complete(outcome));
            }
            case MetaCommand.Grant grant -> {
                long lease = group.state.nextLease();
                group.step(new MetaRecord.Granted(lease, grant.ttlMs()));
                group.answers.add(() -> {
                    leases.start(lease, grant.ttlMs(), runtime.monotonicNs());
                    grant.outcome().complete(new Lease(lease));
                });
            }
            case MetaCommand.Revoke revoke -> {
                decide(group, revoke);
                group.answers.add(() -> revoke.outcome().complete(Boolean.TRUE));
            }
            case MetaCommand.SnapshotSaved saved -> snapshotSaved(saved);
            case MetaCommand.SnapshotFailed failed -> {
                snapshotRunning = false;
                snapshotAfterBytes = journal.storedBytes() + SNAPSHOT_RETRY_BYTES;
            }
        }
    }

    private Outcome decide(Group group, List<Condition> conditions, List<Change> changes) {
        for (Condition condition : conditions) {
            if (group.state.modVersion(condition.key()) != condition.modVersion()) {
                return new Outcome.Refused(condition);
            }
        }
        long now = runtime.monotonicNs();
        for (Change change : changes) {
            if (change instanceof Change.Put put && put.lease().isPresent()) {
                long lease = put.lease().get().id();
                if (!group.state.leases().contains(lease) || leases.isLate(lease, now)) {
                    throw new DatabaseException(
                            ErrorCode.NOT_OWNER, "lease " + lease + " of key \"" + put.key() + "\" has ended");
                }
            }
        }
        if (changes.isEmpty()) {
            return new Outcome.Committed(group.state.version());
        }
        group.step(new MetaRecord.Transaction(group.state.version() + 1, changes));
        return new Outcome.Committed(group.state.version());
    }

    private void decide(Group group, MetaCommand.Revoke revoke) {
        boolean wanted = !revoke.onlyIfLate() || leases.isLate(revoke.lease(), runtime.monotonicNs());
        if (wanted && group.state.leases().contains(revoke.lease())) {
            group.step(new MetaRecord.Revoked(group.state.version() + 1, revoke.lease()));
        }
        if (wanted) {
            group.answers.add(() -> leases.remove(revoke.lease()));
        }
    }

    private void write(Group group) {
        List<List<MemorySegment>> records = new ArrayList<>(group.steps.size());
        for (MetaRecord step : group.steps) {
            records.add(List.of(MetaFormat.encode(step)));
        }
        if (!records.isEmpty()) {
            journal.append(records);
        }
    }

    private void publish(Group group) {
        MetaState before = state;
        // Before the watches hear of it: who is told of a version must find it.
        state = group.state;
        for (MetaRecord step : group.steps) {
            MetaState after = before.after(step);
            if (after.version() > before.version()) {
                history.add(new Step(after.version(), before.events(step)));
            }
            before = after;
        }
        group.answers.forEach(Runnable::run);
    }

    private void snapshotIfLong() {
        boolean isLong = journal.storedBytes() > Math.max(SNAPSHOT_BYTES_MIN, 2 * snapshotBytes)
                || journal.sealedFiles().size() > JOURNAL_FILES_MAX;
        if (isLong && !snapshotRunning && journal.storedBytes() >= snapshotAfterBytes) {
            snapshotRunning = true;
            journal.seal();
            snapshotWanted.accept(new StoredState(state, journal.nextSequence()));
        }
    }

    private void snapshotSaved(MetaCommand.SnapshotSaved saved) {
        snapshotRunning = false;
        snapshotBytes = saved.bytes();
        snapshotAfterBytes = 0;
        for (long sequence : journal.sealedFiles()) {
            if (sequence < saved.journalFrom()) {
                journal.deleteFile(sequence);
            }
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
