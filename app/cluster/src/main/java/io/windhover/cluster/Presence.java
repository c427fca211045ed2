package io.windhover.cluster;

import io.windhover.coordinator.follow.FollowedCatalog;
import io.windhover.coordinator.membership.Membership;
import io.windhover.model.DatabaseException;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.Lack;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a process may answer: its name is held, and since it was taken its catalog has caught up with what the metadata
 * store had then. What was decided while the name was not held waited for nobody here. A process whose catalog is not
 * told of changes any more gives its name back, or every change would wait for it.
 */
final class Presence implements AutoCloseable {
    private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Runtime runtime;
    private final MetaStore meta;
    private final ProcessSettings settings;
    private final FollowedCatalog catalog;
    private final Mailbox<Member> joined;
    private final Fiber catchingUp;
    private final Fiber watching;
    private volatile Optional<Membership> membership = Optional.empty();
    private volatile long joinedIncarnation = -1;
    private volatile long caughtUpIncarnation = -1;
    private volatile boolean wanted;
    private volatile boolean draining;

    Presence(Runtime runtime, MetaStore meta, ProcessSettings settings, FollowedCatalog catalog) {
        this.runtime = runtime;
        this.meta = meta;
        this.settings = settings;
        this.catalog = catalog;
        this.joined = runtime.mailbox("joined", 16);
        this.catchingUp = runtime.fork("catch up", this::catchUp);
        this.watching = runtime.fork("watch over following", this::watch);
    }

    /** Begins to take the name, again and again for ever. */
    void join() {
        wanted = true;
    }

    private void watch() {
        long wellNs = runtime.monotonicNs();
        while (true) {
            boolean isWell = catalog.trouble().isEmpty();
            wellNs = isWell ? runtime.monotonicNs() : wellNs;
            boolean isLost = runtime.monotonicNs() - wellNs > settings.term().toNanos();
            if (membership.isPresent() && isLost) {
                leave();
            } else if (membership.isEmpty() && isWell && wanted) {
                enter();
            }
            runtime.sleep(PAUSE);
        }
    }

    private void enter() {
        Membership.Listener listener = new Membership.Listener() {
            @Override
            public void joined(Member self) {
                // Known from here, since the membership itself may not be known below yet.
                joinedIncarnation = self.incarnation();
                joined.offer(self);
            }

            @Override
            public void lost() {
                joinedIncarnation = -1;
                caughtUpIncarnation = -1;
            }
        };
        Membership joining = Membership.join(runtime, meta, settings.self(), settings.term(), listener);
        if (draining) {
            joining.drain();
        }
        membership = Optional.of(joining);
    }

    private void leave() {
        Optional<Membership> left = membership;
        membership = Optional.empty();
        left.ifPresent(Membership::close);
        joinedIncarnation = -1;
    }

    private void catchUp() {
        while (true) {
            Member self = joined.take();
            boolean done = false;
            while (!done && isNow(self)) {
                try {
                    catalog.caughtUp(CATCH_UP_MAX);
                    caughtUpIncarnation = self.incarnation();
                    done = true;
                } catch (DatabaseException notYet) {
                    runtime.sleep(PAUSE);
                }
            }
        }
    }

    private boolean isNow(Member self) {
        return joinedIncarnation == self.incarnation();
    }

    /** Returns why this process may not answer; empty if it may. */
    Optional<String> trouble() {
        Optional<Membership> held = membership;
        if (held.isEmpty()) {
            return catalog.trouble().or(() -> Optional.of("it has not joined yet"));
        }
        Optional<Long> incarnation = held.get().incarnation();
        if (incarnation.isEmpty()) {
            return held.get().trouble().or(() -> Optional.of("its lease has ended"));
        }
        return incarnation.get() == caughtUpIncarnation
                ? Optional.empty()
                : Optional.of("its catalog has not caught up yet"
                        + catalog.trouble().map(reason -> ": " + reason).orElse(""));
    }

    /** Returns the incarnation under which this process may answer now. */
    Optional<Long> incarnation() {
        return membership.flatMap(Membership::incarnation);
    }

    /** Returns what keeps this process from answering, or will if it lasts: the store is not reached, a lease ended. */
    List<Lack> lacks() {
        List<Lack> lacks = new ArrayList<>();
        Optional<Membership> held = membership;
        held.flatMap(Membership::storeTrouble).ifPresent(_ -> lacks.add(Lack.METADATA));
        if (catalog.trouble().isPresent()) {
            lacks.add(catalog.isTooNew() ? Lack.VERSION : Lack.CATALOG);
        }
        Optional<Long> incarnation = held.flatMap(Membership::incarnation);
        if (incarnation.isEmpty()) {
            lacks.add(Lack.LEASE);
        } else if (incarnation.get() != caughtUpIncarnation) {
            lacks.add(Lack.CATALOG);
        }
        return lacks;
    }

    /** Returns why the store or changes in it are not reached, though this process may still answer; empty if they are. */
    Optional<String> warning() {
        return membership.flatMap(Membership::storeTrouble).or(catalog::trouble);
    }

    /** Says that this process wants to leave. */
    void drain() {
        draining = true;
        membership.ifPresent(Membership::drain);
    }

    @Override
    public void close() {
        watching.cancel();
        watching.join();
        leave();
        catchingUp.cancel();
        catchingUp.join();
    }
}
