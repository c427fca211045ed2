package io.windhover.coordinator.follow;

import io.windhover.runtime.port.MetaStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A metadata store whose watches can be broken: they deliver nothing more and say so once. */
public final class BreakingWatches implements MetaStore {
    private final MetaStore behind;
    private final List<Broken> watches = new ArrayList<>();

    /** Watches {@code behind}. */
    public BreakingWatches(MetaStore behind) {
        this.behind = behind;
    }

    private static final class Broken implements Watcher {
        private final Watcher watcher;
        private boolean broken;
        private long delivered;

        Broken(Watcher watcher, long delivered) {
            this.watcher = watcher;
            this.delivered = delivered;
        }

        @Override
        public void changed(long version, List<Event> events) {
            if (!broken) {
                delivered = version;
                watcher.changed(version, events);
            }
        }

        @Override
        public void interrupted(long lastDeliveredVersion) {
            broken = true;
            watcher.interrupted(lastDeliveredVersion);
        }
    }

    /** Breaks all watches that there are now. */
    public void breakAll() {
        watches.stream().filter(watch -> !watch.broken).forEach(watch -> watch.interrupted(watch.delivered));
        watches.clear();
    }

    @Override
    public AutoCloseable watch(String prefix, long afterVersion, Watcher watcher) {
        Broken watch = new Broken(watcher, afterVersion);
        watches.add(watch);
        return behind.watch(prefix, afterVersion, watch);
    }

    @Override
    public Outcome transact(List<Condition> conditions, List<Change> changes) {
        return behind.transact(conditions, changes);
    }

    @Override
    public Optional<Entry> read(String key) {
        return behind.read(key);
    }

    @Override
    public Snapshot readPrefix(String prefix) {
        return behind.readPrefix(prefix);
    }

    @Override
    public Lease grantLease(long ttlMs) {
        return behind.grantLease(ttlMs);
    }

    @Override
    public boolean renewLease(Lease lease) {
        return behind.renewLease(lease);
    }

    @Override
    public void revokeLease(Lease lease) {
        behind.revokeLease(lease);
    }

    @Override
    public void close() {
        behind.close();
    }
}
