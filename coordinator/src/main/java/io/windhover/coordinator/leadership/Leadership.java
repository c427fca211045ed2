package io.windhover.coordinator.leadership;

import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.port.MetaStore.Lease;
import io.windhover.runtime.port.MetaStore.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The right of one process to decide: a key of the metadata store under a lease that is renewed all the time. Whoever
 * decides makes {@link #condition} a part of every transaction, so that a process that slept through its lease and wakes
 * can change nothing. {@link #isHeld} tells, without asking anybody, until when nobody else can have it: the lease counts
 * from before its renewal was sent, so it ends here before it ends in the store. Never had again once lost.
 */
public final class Leadership implements AutoCloseable {
    /** The key of who leads; its value is the holder's name. */
    public static final String KEY = "leader";

    private static final int RENEWALS_A_TERM = 4;

    private final Runtime runtime;
    private final MetaStore meta;
    private final Duration term;
    private final Lease lease;
    private final Condition condition;
    private final Promise<Boolean> lost;
    private final Fiber renewing;
    private volatile long heldUntilNs;

    private Leadership(Runtime runtime, MetaStore meta, Duration term, Claim claim) {
        this.runtime = runtime;
        this.meta = meta;
        this.term = term;
        this.lease = claim.lease();
        this.condition = new Condition(KEY, claim.version());
        this.heldUntilNs = claim.sinceNs() + term.toNanos();
        this.lost = runtime.promise();
        this.renewing = runtime.fork("leadership", this::renew);
    }

    private record Claim(Lease lease, long version, long sinceNs) {}

    /**
     * Takes the right if nobody has it.
     *
     * @param holder name of this process, for those who wait
     * @param term how long it lasts after the last renewal, at least a second
     * @return empty if somebody else has it
     * @throws DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached
     */
    public static Optional<Leadership> tryTake(Runtime runtime, MetaStore meta, String holder, Duration term) {
        Invariant.check(term.toMillis() >= 1_000, "a term of {}", term);
        long sinceNs = runtime.monotonicNs();
        Lease lease = meta.grantLease(term.toMillis());
        try {
            Change claim = new Change.Put(KEY, holder.getBytes(StandardCharsets.UTF_8), Optional.of(lease));
            Outcome outcome = meta.transact(List.of(new Condition(KEY, 0)), List.of(claim));
            if (outcome instanceof Outcome.Committed committed) {
                return Optional.of(new Leadership(runtime, meta, term, new Claim(lease, committed.version(), sinceNs)));
            }
        } catch (MetaStore.OutcomeUnknown unknown) {
            // If it was taken after all it goes with the lease; whoever tries again meets a holder until then.
            release(meta, lease);
            return Optional.empty();
        }
        release(meta, lease);
        return Optional.empty();
    }

    /** Returns the name of who has the right now. */
    public static Optional<String> holder(MetaStore meta) {
        return meta.read(KEY).map(Entry::value).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Returns what holds as long as this right does: a part of every transaction that needs it. */
    public Condition condition() {
        return condition;
    }

    /** Tells whether nobody else can have the right at this moment. */
    public boolean isHeld() {
        return !lost.isDone() && runtime.monotonicNs() < heldUntilNs;
    }

    /** Waits until the right is lost or given back. */
    public void awaitLoss() {
        lost.await();
    }

    private void renew() {
        while (isHeld()) {
            runtime.sleep(term.dividedBy(RENEWALS_A_TERM));
            long sinceNs = runtime.monotonicNs();
            try {
                if (!meta.renewLease(lease)) {
                    break;
                }
                heldUntilNs = sinceNs + term.toNanos();
            } catch (DatabaseException unreachable) {
                // The store may come back before the term ends; isHeld tells when it has.
                continue;
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

    /** Gives the right back, so that another can take it at once. */
    @Override
    public void close() {
        lost.complete(Boolean.TRUE);
        renewing.cancel();
        renewing.join();
        release(meta, lease);
    }
}
