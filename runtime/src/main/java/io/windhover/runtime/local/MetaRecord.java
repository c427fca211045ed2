package io.windhover.runtime.local;

import io.windhover.runtime.port.MetaStore.Change;
import java.util.List;

/** One step of the metadata store, as its journal keeps it. */
sealed interface MetaRecord {
    /** A committed transaction. */
    record Transaction(long version, List<Change> changes) implements MetaRecord {}

    /** A lease was opened. */
    record Granted(long lease, long ttlMs) implements MetaRecord {}

    /** A lease ended, and with it its keys. */
    record Revoked(long version, long lease) implements MetaRecord {}
}
