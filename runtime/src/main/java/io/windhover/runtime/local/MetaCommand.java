package io.windhover.runtime.local;

import io.windhover.runtime.Promise;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Lease;
import io.windhover.runtime.port.MetaStore.Outcome;
import java.util.List;

/** What callers ask of the fiber that writes the metadata. */
sealed interface MetaCommand {
    /** Where the outcome goes. */
    Promise<?> outcome();

    /** Commits changes under conditions. */
    record Transact(List<Condition> conditions, List<Change> changes, Promise<Outcome> outcome)
            implements MetaCommand {}

    /** Opens a lease. */
    record Grant(long ttlMs, Promise<Lease> outcome) implements MetaCommand {}

    /** Ends a lease; {@code onlyIfLate} = only if nobody has renewed it meanwhile. */
    record Revoke(long lease, boolean onlyIfLate, Promise<Boolean> outcome) implements MetaCommand {}

    /** A snapshot is durable: journal files before {@code journalFrom} may go. */
    record SnapshotSaved(long journalFrom, long bytes, Promise<Boolean> outcome) implements MetaCommand {}

    /** A snapshot could not be written; the journal goes on growing until the next attempt. */
    record SnapshotFailed(Promise<Boolean> outcome) implements MetaCommand {}
}
