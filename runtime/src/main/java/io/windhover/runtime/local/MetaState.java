package io.windhover.runtime.local;

import io.windhover.model.PersistentMap;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Lease;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All metadata at one version, immutable.
 *
 * @param nextLease the number of the next lease; never used twice
 */
record MetaState(
        long version, PersistentMap<MetaKey, Stored> entries, PersistentMap<Long, Term> leases, long nextLease) {
    /** Nothing. */
    static final MetaState EMPTY = new MetaState(0, PersistentMap.empty(), PersistentMap.empty(), 1);

    /** An entry and its lease, 0 = none. */
    record Stored(Entry entry, long lease) {}

    /** A lease that has not ended, with its keys. */
    record Term(long ttlMs, PersistentMap<MetaKey, Boolean> keys) {}

    Optional<Entry> find(String key) {
        return entries.find(new MetaKey(key)).map(Stored::entry);
    }

    long modVersion(String key) {
        return find(key).map(Entry::modVersion).orElse(0L);
    }

    Snapshot prefix(String prefix) {
        List<Entry> found = new ArrayList<>();
        Iterator<Map.Entry<MetaKey, Stored>> all = entries.from(new MetaKey(prefix));
        while (all.hasNext()) {
            Entry entry = all.next().getValue().entry();
            if (!entry.key().startsWith(prefix)) {
                break;
            }
            found.add(entry);
        }
        return new Snapshot(version, found);
    }

    /** Returns the state after {@code step}. */
    MetaState after(MetaRecord step) {
        return switch (step) {
            case MetaRecord.Transaction transaction -> after(transaction);
            case MetaRecord.Granted granted -> {
                Term term = new Term(granted.ttlMs(), PersistentMap.empty());
                long next = Math.max(nextLease, granted.lease() + 1);
                yield new MetaState(version, entries, leases.with(granted.lease(), term), next);
            }
            case MetaRecord.Revoked revoked -> after(revoked);
        };
    }

    private MetaState after(MetaRecord.Transaction transaction) {
        MetaState state = new MetaState(transaction.version(), entries, leases, nextLease);
        for (Change change : transaction.changes()) {
            state = switch (change) {
                case Change.Put put -> state.with(put);
                case Change.Delete delete -> state.without(new MetaKey(delete.key()));
            };
        }
        return state;
    }

    private MetaState after(MetaRecord.Revoked revoked) {
        MetaState state = new MetaState(revoked.version(), entries, leases, nextLease);
        Optional<Term> term = leases.find(revoked.lease());
        if (term.isPresent()) {
            for (Map.Entry<MetaKey, Boolean> key : term.get().keys()) {
                state = state.without(key.getKey());
            }
        }
        return new MetaState(state.version, state.entries, state.leases.without(revoked.lease()), nextLease);
    }

    private MetaState with(Change.Put put) {
        MetaKey key = new MetaKey(put.key());
        long lease = put.lease().map(Lease::id).orElse(0L);
        MetaState state = without(key);
        Entry entry = new Entry(put.key(), put.value(), version);
        PersistentMap<Long, Term> terms = state.leases;
        if (lease != 0) {
            Term term = terms.find(lease).orElseThrow();
            terms = terms.with(lease, new Term(term.ttlMs(), term.keys().with(key, Boolean.TRUE)));
        }
        return new MetaState(version, state.entries.with(key, new Stored(entry, lease)), terms, nextLease);
    }

    private MetaState without(MetaKey key) {
        Optional<Stored> old = entries.find(key);
        if (old.isEmpty()) {
            return this;
        }
        PersistentMap<Long, Term> terms = leases;
        long lease = old.get().lease();
        if (lease != 0) {
            Term term = terms.find(lease).orElseThrow();
            terms = terms.with(lease, new Term(term.ttlMs(), term.keys().without(key)));
        }
        return new MetaState(version, entries.without(key), terms, nextLease);
    }

    /** Returns what a watch is told of {@code step}, which comes after this state. */
    List<Event> events(MetaRecord step) {
        List<Event> events = new ArrayList<>();
        switch (step) {
            case MetaRecord.Transaction transaction -> {
                for (Change change : transaction.changes()) {
                    switch (change) {
                        case Change.Put put ->
                            events.add(new Event(put.key(), Optional.of(put.value()), transaction.version()));
                        case Change.Delete delete -> {
                            if (find(delete.key()).isPresent()) {
                                events.add(new Event(delete.key(), Optional.empty(), transaction.version()));
                            }
                        }
                    }
                }
            }
            case MetaRecord.Granted granted -> {}
            case MetaRecord.Revoked revoked ->
                leases.find(revoked.lease()).ifPresent(term -> {
                    for (Map.Entry<MetaKey, Boolean> key : term.keys()) {
                        events.add(new Event(key.getKey().text(), Optional.empty(), revoked.version()));
                    }
                });
        }
        return events;
    }
}
