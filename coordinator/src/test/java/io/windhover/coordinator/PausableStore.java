package io.windhover.coordinator;

import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The metadata store as a process sees it that can be paused: nothing goes out and nothing comes in meanwhile. */
final class PausableStore implements MetaStore {
    private final Runtime world;
    private final MetaStore behind;
    private boolean paused;

    PausableStore(Runtime world, MetaStore behind) {
        this.world = world;
        this.behind = behind;
    }

    void paused(boolean isPaused) {
        paused = isPaused;
    }

    boolean isPaused() {
        return paused;
    }

    private void whilePaused() {
        while (paused) {
            world.sleep(Duration.ofMillis(20));
        }
    }

    private <T> T call(Supplier<T> call) {
        whilePaused();
        T result = call.get();
        whilePaused();
        return result;
    }

    @Override
    public Outcome transact(List<Condition> conditions, List<Change> changes) {
        return call(() -> behind.transact(conditions, changes));
    }

    @Override
    public Optional<Entry> read(String key) {
        return call(() -> behind.read(key));
    }

    @Override
    public Snapshot readPrefix(String prefix) {
        return call(() -> behind.readPrefix(prefix));
    }

    @Override
    public AutoCloseable watch(String prefix, long afterVersion, Watcher watcher) {
        whilePaused();
        return behind.watch(prefix, afterVersion, new Watcher() {
            @Override
            public void changed(long version, List<Event> events) {
                whilePaused();
                watcher.changed(version, events);
            }

            @Override
            public void interrupted(long lastDeliveredVersion) {
                watcher.interrupted(lastDeliveredVersion);
            }
        });
    }

    @Override
    public Lease grantLease(long ttlMs) {
        return call(() -> behind.grantLease(ttlMs));
    }

    @Override
    public boolean renewLease(Lease lease) {
        return call(() -> behind.renewLease(lease));
    }

    @Override
    public void revokeLease(Lease lease) {
        whilePaused();
        behind.revokeLease(lease);
    }

    @Override
    public void close() {
        behind.close();
    }
}
