package io.windhover.runtime.simulated;

import io.windhover.runtime.port.MetaStore;
import java.util.List;
import java.util.Optional;

/**
 * A metadata store across a network that delays calls, refuses them, and loses answers after the act. What is behind it
 * lives in a process of its own.
 */
public final class SimulatedMetaStore implements MetaStore {
    private final MetaStore behind;
    private final FaultyCalls calls;

    /** Puts the network before {@code behind}. */
    public SimulatedMetaStore(Simulation simulation, MetaStore behind) {
        this.behind = behind;
        this.calls = new FaultyCalls(simulation, "metadata store");
    }

    /** Sets what goes wrong from now on. */
    public void faults(PortFaults faults) {
        calls.faults(faults);
    }

    @Override
    public Outcome transact(List<Condition> conditions, List<Change> changes) {
        return calls.call("transact", () -> behind.transact(conditions, changes), OutcomeUnknown::new);
    }

    @Override
    public Optional<Entry> read(String key) {
        return calls.call("read", () -> behind.read(key));
    }

    @Override
    public Snapshot readPrefix(String prefix) {
        return calls.call("readPrefix", () -> behind.readPrefix(prefix));
    }

    @Override
    public AutoCloseable watch(String prefix, long afterVersion, Watcher watcher) {
        calls.requireReached("watch");
        return behind.watch(prefix, afterVersion, new RemoteWatcher(watcher, afterVersion));
    }

    /** Hears nothing of what happens while the store is cut off, and is told of that gap with the first change in it. */
    private final class RemoteWatcher implements Watcher {
        private final Watcher watcher;
        private long delivered;
        private boolean broken;

        RemoteWatcher(Watcher watcher, long afterVersion) {
            this.watcher = watcher;
            this.delivered = afterVersion;
        }

        @Override
        public void changed(long version, List<Event> events) {
            if (!broken && calls.isCut()) {
                interrupted(delivered);
            } else if (!broken) {
                delivered = version;
                watcher.changed(version, events);
            }
        }

        @Override
        public void interrupted(long lastDeliveredVersion) {
            if (!broken) {
                broken = true;
                watcher.interrupted(lastDeliveredVersion);
            }
        }
    }

    @Override
    public Lease grantLease(long ttlMs) {
        return calls.call("grantLease", () -> behind.grantLease(ttlMs));
    }

    @Override
    public boolean renewLease(Lease lease) {
        return calls.call("renewLease", () -> behind.renewLease(lease));
    }

    @Override
    public void revokeLease(Lease lease) {
        calls.run("revokeLease", () -> behind.revokeLease(lease));
    }

    @Override
    public void close() {
        behind.close();
    }
}
