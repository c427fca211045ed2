package io.windhover.simulation.ports;

import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import io.windhover.simulation.BrokenPromiseException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the metadata must and may be. Every transaction has a number, its keys' values are that number, and it writes or
 * deletes the keys {@code a/i} and {@code b/i} together.
 */
final class MetaModel {
    private enum State {
        OPEN,
        COMMITTED,
        GONE
    }

    private static final class Transaction {
        final int pair;
        final boolean deletes;
        State state = State.OPEN;
        long version;

        Transaction(int pair, boolean deletes) {
            this.pair = pair;
            this.deletes = deletes;
        }
    }

    private final TreeMap<Long, Transaction> transactions = new TreeMap<>();
    private final Map<Integer, Long> lastCommitted = new HashMap<>();
    private long nextNumber = 1;
    private long lastVersion;
    private long acknowledged;

    long acknowledgedCount() {
        return acknowledged;
    }

    long begin(int pair, boolean deletes) {
        transactions.put(nextNumber, new Transaction(pair, deletes));
        return nextNumber++;
    }

    void committed(long number, long version) {
        Transaction transaction = transactions.get(number);
        transaction.state = State.COMMITTED;
        transaction.version = version;
        acknowledged++;
        lastVersion = Math.max(lastVersion, version);
        long last = lastCommitted.getOrDefault(transaction.pair, 0L);
        if (last == 0 || transactions.get(last).version < version) {
            lastCommitted.put(transaction.pair, number);
        }
    }

    void refused(long number) {
        transactions.get(number).state = State.GONE;
    }

    /** Checks the store after a restart; what it shows now is the truth from here on. */
    void restarted(MetaStore store) {
        check(store);
        Snapshot snapshot = store.readPrefix("a/");
        lastVersion = snapshot.version();
        Map<Integer, Long> found = new HashMap<>();
        for (Entry entry : snapshot.entries()) {
            int pair = Integer.parseInt(entry.key().substring(2));
            long number = number(entry.value());
            Transaction transaction = transactions.get(number);
            transaction.state = State.COMMITTED;
            transaction.version = entry.modVersion();
            found.put(pair, number);
        }
        lastCommitted.clear();
        lastCommitted.putAll(found);
        transactions.keySet().removeIf(number -> !found.containsValue(number));
    }

    /** Checks the store against what was promised. */
    void check(MetaStore store) {
        Map<Integer, Long> mustHave = new HashMap<>(lastCommitted);
        long versionBefore = lastVersion;
        Snapshot snapshot = store.readPrefix("");
        BrokenPromiseException.unless(
                snapshot.version() >= versionBefore, "version %s after %s", snapshot.version(), versionBefore);
        TreeMap<String, Entry> entries = new TreeMap<>();
        snapshot.entries().forEach(entry -> entries.put(entry.key(), entry));
        for (int pair = 0; pair < MetaClient.PAIRS; pair++) {
            Optional<Entry> a = Optional.ofNullable(entries.get("a/" + pair));
            Optional<Entry> b = Optional.ofNullable(entries.get("b/" + pair));
            BrokenPromiseException.unless(
                    a.map(Entry::modVersion).equals(b.map(Entry::modVersion))
                            && a.map(entry -> number(entry.value())).equals(b.map(entry -> number(entry.value()))),
                    "half a transaction in pair %s: %s and %s",
                    pair,
                    a,
                    b);
            checkPair(pair, a, mustHave.getOrDefault(pair, 0L));
        }
    }

    private void checkPair(int pair, Optional<Entry> found, long last) {
        Transaction committed = last == 0 ? null : transactions.get(last);
        if (found.isEmpty()) {
            boolean mayBeAbsent = committed == null || committed.deletes || hasOpenDelete(pair);
            BrokenPromiseException.unless(mayBeAbsent, "pair %s lost transaction %s", pair, last);
            return;
        }
        long number = number(found.get().value());
        Transaction transaction = transactions.get(number);
        BrokenPromiseException.unless(
                transaction != null && transaction.state != State.GONE && !transaction.deletes,
                "pair %s has transaction %s, which was never committed",
                pair,
                number);
        if (committed != null && number != last) {
            BrokenPromiseException.unless(
                    found.get().modVersion() > committed.version,
                    "pair %s lost transaction %s of version %s: it has %s of version %s",
                    pair,
                    last,
                    committed.version,
                    number,
                    found.get().modVersion());
        }
        if (transaction.state == State.COMMITTED) {
            BrokenPromiseException.unless(
                    found.get().modVersion() == transaction.version, "transaction %s changed its version", number);
        }
    }

    private boolean hasOpenDelete(int pair) {
        return transactions.values().stream()
                .anyMatch(other -> other.pair == pair && other.deletes && other.state == State.OPEN);
    }

    static byte[] value(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    static long number(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    /** Starts a watch that keeps a copy of the pairs by what it is told. */
    Follower follower(MetaStore store) {
        return new Follower(store);
    }

    /** A copy of the keys {@code a/}, kept by a watch. */
    static final class Follower {
        private final MetaStore store;
        private final TreeMap<String, Long> copy = new TreeMap<>();
        /** Ends with its process. */
        private final AutoCloseable watch;

        private final List<String> problems = new ArrayList<>();
        private long version;

        Follower(MetaStore store) {
            this.store = store;
            Snapshot snapshot = store.readPrefix("a/");
            snapshot.entries().forEach(entry -> copy.put(entry.key(), number(entry.value())));
            version = snapshot.version();
            watch = store.watch("a/", version, this::changed);
        }

        private void changed(long newVersion, List<Event> events) {
            if (newVersion <= version) {
                problems.add("version " + newVersion + " was told after " + version);
            }
            version = newVersion;
            for (Event event : events) {
                if (event.value().isPresent()) {
                    copy.put(event.key(), number(event.value().get()));
                } else {
                    copy.remove(event.key());
                }
            }
        }

        /** Checks that the copy is what the store was at the version told last. */
        void check() {
            BrokenPromiseException.unless(problems.isEmpty(), "watch: %s", problems);
            Snapshot snapshot = store.readPrefix("a/");
            for (Entry entry : snapshot.entries()) {
                Long copied = copy.get(entry.key());
                BrokenPromiseException.unless(
                        entry.modVersion() > version || copied != null && copied == number(entry.value()),
                        "watch at %s missed %s of version %s",
                        version,
                        entry.key(),
                        entry.modVersion());
            }
        }
    }
}
