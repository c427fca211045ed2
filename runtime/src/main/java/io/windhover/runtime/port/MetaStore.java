package io.windhover.runtime.port;

import io.windhover.model.DatabaseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Small, precious, ordered: the metadata. Keys are ordered as unsigned UTF-8 bytes. A transaction is all or nothing and
 * durable when it returns. Throws {@code DatabaseException}: SERVICE_UNAVAILABLE or DISK_FULL when nothing was changed
 * and a retry may help; a transaction whose outcome is unknown after a lost answer says so with {@link OutcomeUnknown}.
 */
public interface MetaStore extends AutoCloseable {
    /** One key with its value and the store version that wrote it. */
    record Entry(String key, byte[] value, long modVersion) {}

    /** All entries of one prefix at one version, in key order. */
    record Snapshot(long version, List<Entry> entries) {}

    /** What must hold for a transaction to act: the key's last writing version, 0 = absent. */
    record Condition(String key, long modVersion) {}

    /** A change of one key. */
    sealed interface Change {
        /** Returns the key. */
        String key();

        /**
         * Checks that no key is changed twice.
         *
         * @throws DatabaseException PARAMETER_INVALID naming the key
         */
        static void requireDistinct(List<Change> changes) {
            Set<String> keys = new HashSet<>();
            for (Change change : changes) {
                if (!keys.add(change.key())) {
                    throw DatabaseException.invalid("key \"%s\" is changed twice in one transaction", change.key());
                }
            }
        }

        /** Sets the key; it disappears with the lease if there is one. */
        record Put(String key, byte[] value, Optional<Lease> lease) implements Change {
            /** Sets a key without a lease. */
            public Put(String key, byte[] value) {
                this(key, value, Optional.empty());
            }
        }

        /** Removes the key; removing an absent one changes nothing. */
        record Delete(String key) implements Change {}
    }

    /** How a transaction ended. */
    sealed interface Outcome {
        /** All conditions held; the changes are durable at this store version. */
        record Committed(long version) implements Outcome {}

        /** At least one condition did not hold; nothing was changed. */
        record Refused(Condition failed) implements Outcome {}
    }

    /** A lease of the store: its keys vanish when it is not kept alive. */
    record Lease(long id) {}

    /** Thrown when the answer was lost: the transaction may or may not have been committed. */
    final class OutcomeUnknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Creates the failure with its cause in words. */
        public OutcomeUnknown(String message) {
            super(message);
        }
    }

    /**
     * Commits all changes if all conditions hold. No key may be changed twice.
     *
     * @throws DatabaseException NOT_OWNER if a change names a lease that has ended
     */
    Outcome transact(List<Condition> conditions, List<Change> changes);

    /** Reads one key. */
    Optional<Entry> read(String key);

    /** Reads all keys that start with {@code prefix}, at one version. */
    Snapshot readPrefix(String prefix);

    /** A change that a watch delivers: value empty = deleted. */
    record Event(String key, Optional<byte[]> value, long version) {}

    /** Receives the changes of one committed version, in version order, on a fiber of the store. */
    interface Watcher {
        /** Takes all watched changes of one version. */
        void changed(long version, List<Event> events);

        /**
         * Told once when the watch cannot go on, because it fell too far behind or its connection is gone for good.
         * Whoever watches reads the prefix anew and watches again from that version.
         */
        default void interrupted(long lastDeliveredVersion) {}
    }

    /**
     * Delivers every change under {@code prefix} later than {@code afterVersion} until closed.
     *
     * @throws DatabaseException CATALOG_STALE if changes that old are no longer kept
     */
    AutoCloseable watch(String prefix, long afterVersion, Watcher watcher);

    /** Opens a lease that ends {@code ttlMs} after its last renewal. */
    Lease grantLease(long ttlMs);

    /** Renews a lease; false if it has ended. */
    boolean renewLease(Lease lease);

    /** Ends a lease and removes its keys. */
    void revokeLease(Lease lease);

    @Override
    void close();
}
