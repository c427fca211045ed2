package io.windhover.coordinator.leadership;

import io.windhover.coordinator.lease.LeasedKey;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Condition;
import io.windhover.runtime.port.MetaStore.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The right of one process to decide: a key of the metadata store under a lease. Whoever decides makes {@link #condition}
 * a part of every transaction, so that a process that slept through its lease and wakes can change nothing. {@link
 * #isHeld} tells, without asking anybody, until when nobody else can have it. Never had again once lost.
 */
public final class Leadership implements AutoCloseable {
    /** The key of who leads; its value is the holder's name. */
    public static final String KEY = "leader";

    private final LeasedKey right;

    private Leadership(LeasedKey right) {
        this.right = right;
    }

    /**
     * Takes the right if nobody has it.
     *
     * @param holder name of this process, for those who wait
     * @param term how long it lasts after the last renewal, at least a second
     * @return empty if somebody else has it
     * @throws io.windhover.model.DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached
     */
    public static Optional<Leadership> tryTake(Runtime runtime, MetaStore meta, String holder, Duration term) {
        return LeasedKey.tryTake(runtime, meta, KEY, holder.getBytes(StandardCharsets.UTF_8), term)
                .map(Leadership::new);
    }

    /** Returns the name of who has the right now. */
    public static Optional<String> holder(MetaStore meta) {
        return meta.read(KEY).map(Entry::value).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Returns what holds as long as this right does: a part of every transaction that needs it. */
    public Condition condition() {
        return right.condition();
    }

    /** Tells whether nobody else can have the right at this moment. */
    public boolean isHeld() {
        return right.isHeld();
    }

    /** Waits until the right is lost or given back. */
    public void awaitLoss() {
        right.awaitLoss();
    }

    /** Gives the right back, so that another can take it at once. */
    @Override
    public void close() {
        right.close();
    }
}
