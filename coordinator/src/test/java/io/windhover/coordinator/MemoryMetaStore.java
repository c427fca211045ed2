package io.windhover.coordinator;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.MetaStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A metadata store in memory whose transactions fail as told. Safe for any thread. */
public final class MemoryMetaStore implements MetaStore {
    /** What becomes of the next transaction. */
    public enum Fate {
        /** It works. */
        WORK,
        /** It is refused without effect. */
        UNAVAILABLE,
        /** It is committed, its answer is lost. */
        ANSWER_LOST,
        /** It is not committed, and nobody is told. */
        REQUEST_LOST
    }

    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private final Deque<Fate> fates = new ArrayDeque<>();
    private long version;
    private int transactions;
    private int operations;
    private volatile Runnable delay = () -> {};

    /** Sets the fate of the next transactions, in order. */
    public synchronized void fate(Fate... next) {
        fates.addAll(List.of(next));
    }

    /** Sets what every transaction waits for before it acts. */
    public void delay(Runnable wait) {
        delay = wait;
    }

    /** Returns how many transactions were committed. */
    public synchronized int transactions() {
        return transactions;
    }

    /** Returns how many keys were written or deleted. */
    public synchronized int operations() {
        return operations;
    }

    /** Returns all keys. */
    public synchronized List<String> keys() {
        return List.copyOf(entries.keySet());
    }

    /** Replaces a value behind everyone's back. */
    public synchronized void overwrite(String key, byte[] value) {
        entries.put(key, new Entry(key, value, ++version));
    }

    @Override
    public Outcome transact(List<Condition> conditions, List<Change> changes) {
        delay.run();
        return act(conditions, changes);
    }

    private synchronized Outcome act(List<Condition> conditions, List<Change> changes) {
        Fate fate = fates.isEmpty() ? Fate.WORK : fates.poll();
        return switch (fate) {
            case WORK -> commit(conditions, changes);
            case UNAVAILABLE -> throw new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "out of reach");
            case REQUEST_LOST -> throw new OutcomeUnknown("the request was lost");
            case ANSWER_LOST -> {
                commit(conditions, changes);
                throw new OutcomeUnknown("the answer was lost");
            }
        };
    }

    private Outcome commit(List<Condition> conditions, List<Change> changes) {
        for (Condition condition : conditions) {
            Entry entry = entries.get(condition.key());
            if ((entry == null ? 0 : entry.modVersion()) != condition.modVersion()) {
                return new Outcome.Refused(condition);
            }
        }
        version++;
        transactions++;
        operations += changes.size();
        for (Change change : changes) {
            switch (change) {
                case Change.Put put -> entries.put(put.key(), new Entry(put.key(), put.value(), version));
                case Change.Delete delete -> entries.remove(delete.key());
            }
        }
        return new Outcome.Committed(version);
    }

    @Override
    public synchronized Optional<Entry> read(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public synchronized Snapshot readPrefix(String prefix) {
        return new Snapshot(
                version,
                new ArrayList<>(
                        entries.subMap(prefix, prefix + Character.MAX_VALUE).values()));
    }

    @Override
    public AutoCloseable watch(String prefix, long afterVersion, Watcher watcher) {
        throw new UnsupportedOperationException("watch");
    }

    @Override
    public Lease grantLease(long ttlMs) {
        throw new UnsupportedOperationException("leases");
    }

    @Override
    public boolean renewLease(Lease lease) {
        throw new UnsupportedOperationException("leases");
    }

    @Override
    public void revokeLease(Lease lease) {
        throw new UnsupportedOperationException("leases");
    }

    @Override
    public void close() {}
}
