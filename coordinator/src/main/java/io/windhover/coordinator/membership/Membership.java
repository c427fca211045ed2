package io.windhover.coordinator.membership;

import io.windhover.coordinator.lease.LeasedKey;
import io.windhover.model.DatabaseException;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.Optional;

/**
 * A process in the cluster: its name is a key of the metadata store under a lease. While the name cannot be had, because
 * the store is away or somebody else still has it, it is tried again for ever. A process that lost its name takes it
 * again with a new incarnation. One that was killed and comes back at once meets its own name until the old lease ends:
 * nobody can tell it from another process that was given the same name.
 */
public final class Membership implements AutoCloseable {
    private static final int LOOKS_A_TERM = 8;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Runtime runtime;
    private final MetaStore meta;
    private final Member self;
    private final Duration term;
    private final Listener listener;
    private final Fiber fiber;
    private volatile State state = new State.Joining("it has not joined yet");
    private volatile boolean draining;

    /** Is told what becomes of the membership, on its fiber: may not wait. */
    public interface Listener {
        /** The name is held under this incarnation; nothing may be served before the catalog has caught up. */
        void joined(Member self);

        /** The name is lost: whatever was served under it may not be served any more. It is taken again. */
        void lost();
    }

    private sealed interface State {
        /** The name is not held; {@code unreachable} if it is for want of the store. */
        record Joining(String reason, boolean unreachable) implements State {
            Joining(String reason) {
                this(reason, false);
            }
        }

        /** The name is held as long as its key is. */
        record Joined(Member member, LeasedKey key) implements State {}
    }

    private Membership(Runtime runtime, MetaStore meta, Member self, Duration term, Listener listener) {
        this.runtime = runtime;
        this.meta = meta;
        this.self = self;
        this.term = term;
        this.listener = listener;
        this.draining = self.draining();
        this.fiber = runtime.fork("membership", this::run);
    }

    /**
     * Begins to join; returns at once.
     *
     * @param self what the others shall know; its incarnation is replaced with each claim of the name
     * @param term how long the name stays after its last renewal, at least a second
     */
    public static Membership join(Runtime runtime, MetaStore meta, Member self, Duration term, Listener listener) {
        return new Membership(runtime, meta, self, term, listener);
    }

    private void run() {
        while (true) {
            try {
                Member member = as(runtime.random(Long.MAX_VALUE), draining);
                Optional<LeasedKey> key =
                        LeasedKey.tryTake(runtime, meta, MemberKeys.key(self.id()), MemberKeys.encode(member), term);
                if (key.isPresent()) {
                    hold(new State.Joined(member, key.get()));
                } else {
                    state = new State.Joining("the name \"" + self.id()
                            + "\" is taken: by another process, or by an earlier one whose lease has not ended yet");
                }
            } catch (DatabaseException unreachable) {
                state = new State.Joining("the metadata store cannot be reached: " + unreachable.getMessage(), true);
            }
            runtime.sleep(PAUSE);
        }
    }

    private void hold(State.Joined joined) {
        state = joined;
        listener.joined(joined.member());
        boolean written = joined.member().draining();
        while (joined.key().isHeldAfter(term.dividedBy(LOOKS_A_TERM))) {
            if (draining && !written) {
                written = writeDraining(joined);
            }
        }
        state = new State.Joining("its lease has ended");
        listener.lost();
        joined.key().close();
    }

    private boolean writeDraining(State.Joined joined) {
        Member member = as(joined.member().incarnation(), true);
        try {
            joined.key().rewrite(MemberKeys.encode(member));
            state = new State.Joined(member, joined.key());
            return true;
        } catch (DatabaseException | MetaStore.OutcomeUnknown again) {
            // Written again with the next look, as long as the name is held.
            return false;
        }
    }

    private Member as(long incarnation, boolean drains) {
        return new Member(
                self.id(), incarnation, self.address(), self.roles(), self.resourceGroup(), drains, self.version());
    }

    /** Tells whether nobody else can have the name at this moment. */
    public boolean isHeld() {
        return current().isPresent();
    }

    /** Returns what the others know of this process; empty while the name is not held. */
    public Optional<Member> current() {
        return state instanceof State.Joined joined && joined.key().isHeld()
                ? Optional.of(joined.member())
                : Optional.empty();
    }

    /** Returns the number of the present claim; empty while the name is not held. */
    public Optional<Long> incarnation() {
        return current().map(Member::incarnation);
    }

    /** Returns why the name is not held; empty while it is. */
    public Optional<String> trouble() {
        return switch (state) {
            case State.Joining joining -> Optional.of(joining.reason());
            case State.Joined joined ->
                joined.key().isHeld() ? Optional.empty() : Optional.of("its lease could not be renewed in time");
        };
    }

    /** Returns why the metadata store was not reached the last time; empty if it was. */
    public Optional<String> storeTrouble() {
        return switch (state) {
            case State.Joining joining -> joining.unreachable() ? Optional.of(joining.reason()) : Optional.empty();
            case State.Joined joined ->
                joined.key().trouble().map(reason -> "the metadata store cannot be reached: " + reason);
        };
    }

    /** Says that this process wants to leave; the others know a moment later, and it stays so when it joins anew. */
    public void drain() {
        draining = true;
    }

    /** Gives the name back at once. */
    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
        State last = state;
        state = new State.Joining("it has left");
        if (last instanceof State.Joined joined) {
            joined.key().close();
        }
    }
}
