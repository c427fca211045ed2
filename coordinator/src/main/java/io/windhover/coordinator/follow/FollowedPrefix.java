package io.windhover.coordinator.follow;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.port.MetaStore.Event;
import io.windhover.runtime.port.MetaStore.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All keys of one prefix of the metadata store, read at one version and watched from there. A watch that was interrupted,
 * or whose changes came faster than they were taken, is begun anew with a snapshot; while that cannot be had it is tried
 * again for ever.
 */
public final class FollowedPrefix implements AutoCloseable {
    /** Versions that may wait to be taken. */
    private static final int STEPS_MAX = 4_096;

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Runtime runtime;
    private final MetaStore meta;
    private final String prefix;
    private final Follower follower;
    private final Fiber fiber;
    private volatile Optional<DatabaseException> failure = Optional.empty();

    /** Takes what is followed, on one fiber. */
    public interface Follower {
        /** Takes everything anew. Throws DatabaseException if it cannot; it is offered again. */
        void all(Snapshot snapshot);

        /** Takes all changes of one version, after those of all versions before. Throws as {@link #all}. */
        void changed(long version, List<Event> events);
    }

    private record Step(long version, List<Event> events) {}

    /** Collects the changes of one watch until there is a gap. */
    private static final class Steps implements MetaStore.Watcher {
        private final Mailbox<Step> waiting;
        private volatile boolean broken;

        Steps(Mailbox<Step> waiting) {
            this.waiting = waiting;
        }

        @Override
        public void changed(long version, List<Event> events) {
            broken = broken || !waiting.offer(new Step(version, events));
        }

        @Override
        public void interrupted(long lastDeliveredVersion) {
            broken = true;
        }
    }

    private FollowedPrefix(Runtime runtime, MetaStore meta, String prefix, Follower follower, long version) {
        this.runtime = runtime;
        this.meta = meta;
        this.prefix = prefix;
        this.follower = follower;
        this.fiber = runtime.fork("follow " + prefix, () -> run(version));
    }

    /**
     * Reads everything, then follows.
     *
     * @throws DatabaseException SERVICE_UNAVAILABLE if the store cannot be reached
     */
    public static FollowedPrefix open(Runtime runtime, MetaStore meta, String prefix, Follower follower) {
        Snapshot first = meta.readPrefix(prefix);
        follower.all(first);
        return new FollowedPrefix(runtime, meta, prefix, follower, first.version());
    }

    private void run(long firstVersion) {
        Optional<Long> from = Optional.of(firstVersion);
        while (true) {
            try {
                follow(from.isPresent() ? from.get() : readAnew());
            } catch (DatabaseException cause) {
                failure = Optional.of(cause);
            }
            from = Optional.empty();
            runtime.sleep(PAUSE);
        }
    }

    private long readAnew() {
        Snapshot snapshot = meta.readPrefix(prefix);
        follower.all(snapshot);
        return snapshot.version();
    }

    /** Follows until the watch is broken. */
    private void follow(long version) {
        Steps steps = new Steps(runtime.mailbox("follow " + prefix, STEPS_MAX));
        try (Watch watch = Watch.open(meta, prefix, version, steps)) {
            failure = Optional.empty();
            while (true) {
                boolean last = steps.broken;
                Optional<Step> step = steps.waiting.poll(PAUSE);
                if (step.isPresent()) {
                    follower.changed(step.get().version(), step.get().events());
                } else if (last) {
                    failure = Optional.of(new DatabaseException(
                            ErrorCode.SERVICE_UNAVAILABLE, "the watch of " + watch.prefix() + " was interrupted"));
                    return;
                }
            }
        }
    }

    /** A watch that can be closed without a checked failure. */
    private record Watch(String prefix, AutoCloseable watch) implements AutoCloseable {
        static Watch open(MetaStore meta, String prefix, long afterVersion, MetaStore.Watcher watcher) {
            return new Watch(prefix, meta.watch(prefix, afterVersion, watcher));
        }

        @Override
        public void close() {
            try {
                watch.close();
            } catch (RuntimeException cause) {
                throw cause;
            } catch (Exception cause) {
                throw new IllegalStateException(cause);
            }
        }
    }

    /** Returns why changes do not arrive; empty while they do, as far as this process can tell. */
    public Optional<String> trouble() {
        return failure.map(DatabaseException::getMessage);
    }

    /** Returns the failure because of which changes do not arrive. */
    public Optional<DatabaseException> failure() {
        return failure;
    }

    /** Follows no more. */
    @Override
    public void close() {
        fiber.cancel();
        fiber.join();
    }
}
