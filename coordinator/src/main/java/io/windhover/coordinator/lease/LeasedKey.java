package io.windhover.coordinator.lease;

import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Lease;
import io.windhover.runtime.port.MetaStore.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A key of the metadata store that one process holds under a lease, renewed all the time. {@link #isHeld} tells, without
 * asking anybody, until when nobody else can have the key: the lease counts from before its renewal was sent, so it ends
 * here before it ends in the store, also if the clock here is up to 3 percent slower. Never held again once lost.
 */
public final class LeasedKey implements AutoCloseable {
    private static final int RENEWALS_A_TERM = 4;

    /** This part of a term is left out here, because the clocks of this process and of the store do not run alike. */
    private static final int DRIFT_PARTS = 32;

    private final Runtime runtime;
    private final MetaStore meta;
    private final String key;
    private final Duration term;
    private final Lease lease;
    private final long version;
    private final Promise<Boolean> lost;
    private final Fiber renewing;
    private volatile long heldUntilNs;
    private volatile Optional<String> trouble = Optional.empty();

    private LeasedKey(Runtime runtime, MetaStore meta, String key, Duration term, Claim claim) {
        this.runtime = runtime;
        this.meta = meta;
        this.key = key;
        this.term = term;
        this.lease = claim.lease();
        this.version = claim.version();
        this.heldUntilNs = claim.sinceNs() + heldNs();
        this.lost = runtime.promise();
        this.renewing = runtime.fork("lease of " + key, this::renew);
    }

    private record Claim(Lease lease, long version, long sinceNs) {}

    /**
     * Takes a key if nobody has it.
     *
     * @param term how long it stays after the last renewal, at least a second
     * @return empty if somebody else has it
     * @throws DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached
     */
    public static Optional<LeasedKey> tryTake(
            Runtime runtime, MetaStore meta, String key, byte[] value, Duration term) {
        Invariant.check(term.toMillis() >= 1_000, "a term of {}", term);
        long sinceNs = runtime.monotonicNs();
        Lease lease = meta.grantLease(term.toMillis());
        try {
            Change claim = new Change.Put(key, value, Optional.of(lease));
            Outcome outcome = meta.transact(List.of(new Condition(key, 0)), List.of(claim));
            if (outcome instanceof Outcome.Committed committed) {
                return Optional.of(
                        new LeasedKey(runtime, meta, key, term, new Claim(lease, committed.version(), sinceNs)));
            }
        } catch (MetaStore.OutcomeUnknown unknown) {
            // If it was taken after all it goes with the lease; whoever tries again meets a holder until then.
            release(meta, lease);
            return Optional.empty();
        }
        release(meta, lease);
        return Optional.empty();
    }

    private long heldNs() {
        return term.toNanos() - term.toNanos() / DRIFT_PARTS;
    }

    /** Returns the store version at which the key was taken: no other claim of any key has the same. */
    public long version() {
        return version;
    }

    /** Returns what holds as long as the key is held and was not rewritten: a condition for transactions. */
    public Condition condition() {
        return new Condition(key, version);
    }

    /** Tells whether nobody else can have the key at this moment. */
    public boolean isHeld() {
        return !lost.isDone() && runtime.monotonicNs() < heldUntilNs;
    }

    /** Returns why the last renewal did not reach the store; empty if it did. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Waits until the key is lost or given back. */
    public void awaitLoss() {
        lost.await();
    }

    /** Waits until the key is lost or given back, at most so long; returns whether it is still held. */
    public boolean isHeldAfter(Duration patience) {
        return lost.await(patience).isEmpty() && isHeld();
    }

    /**
     * Gives the key another value under the same lease, so that it goes with it.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached; NOT_OWNER if the lease has ended
     * @throws MetaStore.OutcomeUnknown if the answer was lost; writing the same again does no harm
     */
    public void rewrite(byte[] value) {
        Outcome outcome = meta.transact(List.of(), List.of(new Change.Put(key, value, Optional.of(lease))));
        Invariant.check(outcome instanceof Outcome.Committed, "a write without condition was refused: {}", outcome);
    }

    private void renew() {
        while (isHeld()) {
            runtime.sleep(term.dividedBy(RENEWALS_A_TERM));
            long sinceNs = runtime.monotonicNs();
            try {
                if (!meta.renewLease(lease)) {
                    break;
                }
                heldUntilNs = sinceNs + heldNs();
                trouble = Optional.empty();
            } catch (DatabaseException unreachable) {
                // The store may come back before the term ends; isHeld tells when it has.
                trouble = Optional.of(unreachable.getMessage());
            }
        }
        lost.complete(Boolean.TRUE);
    }

    private static void release(MetaStore meta, Lease lease) {
        try {
            meta.revokeLease(lease);
        } catch (DatabaseException | MetaStore.OutcomeUnknown unreachable) {
            // It ends by itself.
            return;
        }
    }

    /** Gives the key back, so that another can take it at once. */
    @Override
    public void close() {
        lost.complete(Boolean.TRUE);
        renewing.cancel();
        renewing.join();
        release(meta, lease);
    }
}
