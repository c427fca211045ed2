package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Disk;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata store of one machine: an immutable sorted map, replaced by one fiber that journals the transactions of
 * all callers in groups. Reads take the map of the moment and wait for nobody. Leases run by the runtime's clock and
 * begin anew when the store is opened, since nobody could renew them while it was closed.
 */
public final class LocalMetaStore implements MetaStore {
    private static final int WAITING_MAX = 1 << 14;

    private final Runtime runtime;
    private final Mailbox<MetaCommand> waiting;
    private final Mailbox<Boolean> leaseNews;
    private final MetaLeases leases = new MetaLeases();
    private final MetaHistory history;
    private final MetaWriter writer;
    private final List<Fiber> fibers;
    private volatile Optional<Fiber> snapshotFiber = Optional.empty();
    private volatile boolean closed;

    private LocalMetaStore(Runtime runtime, Disk disk, String folder, LogOptions options) {
        this.runtime = runtime;
        this.waiting = runtime.mailbox("meta", WAITING_MAX);
        this.leaseNews = runtime.mailbox("meta-leases", 1);
        this.writer = new MetaWriter(runtime, disk, folder, options, leases, this::saveSnapshot);
        this.history = writer.history();
        for (Map.Entry<Long, MetaState.Term> lease : writer.state().leases()) {
            leases.start(lease.getKey(), lease.getValue().ttlMs(), runtime.monotonicNs());
        }
        this.fibers =
                List.of(runtime.fork("meta-writer", this::write), runtime.fork("meta-leases", this::endLateLeases));
    }

    /**
     * Opens the store of a folder, or begins it.
     *
     * @throws DatabaseException DATA_INTEGRITY naming the file, if durable bytes went bad
     */
    public static LocalMetaStore open(Runtime runtime, Disk disk, String folder) {
        return open(runtime, disk, folder, LogOptions.STANDARD);
    }

    /** As {@link #open(Runtime, Disk, String)}, with another layout of the journal. */
    public static LocalMetaStore open(Runtime runtime, Disk disk, String folder, LogOptions options) {
        return new LocalMetaStore(runtime, disk, folder, options);
    }

    /** Returns what the last crash left unfinished and was cut off. */
    public List<TornTail> tornTails() {
        return writer.tornTails();
    }

    @Override
    public Outcome transact(List<Condition> conditions, List<Change> changes) {
        Change.requireDistinct(changes);
        Promise<Outcome> outcome = runtime.promise();
        return put(new MetaCommand.Transact(List.copyOf(conditions), List.copyOf(changes), outcome), outcome);
    }

    private <T> T put(MetaCommand command, Promise<T> outcome) {
        if (!waiting.offer(command)) {
            throw closed
                    ? new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "metadata store is closed")
                    : new DatabaseException(
                            ErrorCode.SERVICE_TOO_MANY_REQUESTS,
                            WAITING_MAX + " transactions wait for the metadata store");
        }
        return outcome.await();
    }

    @Override
    public Optional<Entry> read(String key) {
        return writer.state().find(key);
    }

    @Override
    public Snapshot readPrefix(String prefix) {
        return writer.state().prefix(prefix);
    }

    @Override
    public AutoCloseable watch(String prefix, long afterVersion, Watcher watcher) {
        return new MetaWatch(runtime, history, prefix, afterVersion, watcher);
    }

    @Override
    public Lease grantLease(long ttlMs) {
        if (ttlMs <= 0 || ttlMs > Duration.ofDays(3650).toMillis()) {
            throw DatabaseException.invalid("a lease of %d ms", ttlMs);
        }
        Promise<Lease> outcome = runtime.promise();
        Lease lease = put(new MetaCommand.Grant(ttlMs, outcome), outcome);
        leaseNews.offer(Boolean.TRUE);
        return lease;
    }

    @Override
    public boolean renewLease(Lease lease) {
        return leases.renew(lease.id(), runtime.monotonicNs());
    }

    @Override
    public void revokeLease(Lease lease) {
        Promise<Boolean> outcome = runtime.promise();
        put(new MetaCommand.Revoke(lease.id(), false, outcome), outcome);
    }

    private void endLateLeases() {
        while (true) {
            long leftNs = leases.nextEndNs() - runtime.monotonicNs();
            if (leftNs > 0) {
                leaseNews.poll(Duration.ofNanos(leftNs));
                continue;
            }
            for (long lease : leases.late(runtime.monotonicNs())) {
                endLease(lease);
            }
        }
    }

    private void endLease(long lease) {
        try {
            Promise<Boolean> outcome = runtime.promise();
            put(new MetaCommand.Revoke(lease, true, outcome), outcome);
        } catch (DatabaseException | OutcomeUnknown ignored) {
            // The lease counts as ended for its owner already; its keys go when the disk takes writes again.
            runtime.sleep(Duration.ofMillis(500));
        }
    }

    private void saveSnapshot(MetaFormat.StoredState stored) {
        snapshotFiber = Optional.of(runtime.fork("meta-snapshot", () -> {
            try {
                long bytes = writer.snapshots().save(stored);
                waiting.offer(new MetaCommand.SnapshotSaved(stored.journalFrom(), bytes, runtime.promise()));
            } catch (DatabaseException ignored) {
                waiting.offer(new MetaCommand.SnapshotFailed(runtime.promise()));
            }
        }));
    }

    private void write() {
        try {
            while (true) {
                List<MetaCommand> commands = waiting.takeAll(WAITING_MAX);
                writer.commit(commands);
                history.announce();
                if (commands.size() > 1) {
                    // Those who were just answered get the chance to join the next group.
                    runtime.yield();
                }
            }
        } finally {
            closed = true;
            waiting.close();
            refuseWaiting();
        }
    }

    private void refuseWaiting() {
        while (waiting.size() > 0) {
            for (MetaCommand command : waiting.takeAll(WAITING_MAX)) {
                command.outcome()
                        .fail(new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "metadata store is closed"));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        waiting.close();
        fibers.getLast().cancel();
        fibers.forEach(Fiber::join);
        snapshotFiber.ifPresent(Fiber::join);
        history.close();
        writer.close();
    }
}
