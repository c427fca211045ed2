package io.windhover.runtime.simulated;

import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A metadata store across a network that delays calls, refuses them, and loses answers after the act. What is behind it
 * lives in a process of its own.
 */
public final class SimulatedMetaStore implements MetaStore {
    private static final int WAITING_MAX = 4_096;

    private final MetaStore behind;
    private final FaultyCalls calls;
    private final Optional<Runtime> runtime;
    private final Set<CarriedWatch> watches = new LinkedHashSet<>();

    /** Puts the network before {@code behind}; what is watched arrives at once and whatever goes wrong. */
    public SimulatedMetaStore(Simulation simulation, MetaStore behind) {
        this(simulation, Optional.empty(), behind);
    }

    /** Puts the network before {@code behind} for one process, to which what it watches is carried by the same network. */
    public SimulatedMetaStore(Simulation simulation, Runtime runtime, MetaStore behind) {
        this(simulation, Optional.of(runtime), behind);
    }

    private SimulatedMetaStore(Simulation simulation, Optional<Runtime> runtime, MetaStore behind) {
        this.behind = behind;
        this.runtime = runtime;
        this.calls = new FaultyCalls(simulation, "metadata store");
    }

    /** Ends all watches as a server does that has lost them: whoever watches has to begin anew. */
    public void interruptWatches() {
        List.copyOf(watches).forEach(CarriedWatch::interrupt);
    }

    /** Ends all watches without telling anybody, because the process that watched is no more. */
    public void dropWatches() {
        List.copyOf(watches).forEach(CarriedWatch::drop);
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
        if (runtime.isEmpty()) {
            return behind.watch(prefix, afterVersion, watcher);
        }
        // The way there may fail; a watch whose answer is lost would be one that nobody can close.
        calls.run("watch", () -> {});
        return new CarriedWatch(runtime.get(), prefix, afterVersion, watcher);
    }

    /** A step of a watch on its way; without changes = there is news of another kind. */
    private record Step(long version, List<Event> events) {
        static final Step NEWS = new Step(0, List.of());
    }

    /**
     * A watch whose changes take their way one after another; while the store cannot be reached they wait, as on a
     * connection that nobody has noticed to be dead.
     */
    private final class CarriedWatch implements AutoCloseable {
        private static final Duration PAUSE = Duration.ofMillis(20);

        private final Runtime runtime;
        private final Watcher watcher;
        private final Mailbox<Step> waiting;
        private final Fiber fiber;
        private final AutoCloseable watch;
        private long delivered;
        private boolean broken;

        CarriedWatch(Runtime runtime, String prefix, long afterVersion, Watcher watcher) {
            this.runtime = runtime;
            this.watcher = watcher;
            this.delivered = afterVersion;
            this.waiting = runtime.mailbox("carried watch " + prefix, WAITING_MAX);
            this.watch = behind.watch(prefix, afterVersion, new Watcher() {
                @Override
                public void changed(long version, List<Event> events) {
                    broken = broken || !waiting.offer(new Step(version, events));
                }

                @Override
                public void interrupted(long lastDeliveredVersion) {
                    interrupt();
                }
            });
            this.fiber = runtime.fork("carried watch " + prefix, this::carry);
            watches.add(this);
        }

        private void carry() {
            while (!broken || waiting.size() > 0) {
                Step step = waiting.take();
                while (calls.areAllRefused()) {
                    runtime.sleep(PAUSE);
                }
                if (!step.events().isEmpty()) {
                    calls.takeTime();
                    watcher.changed(step.version(), step.events());
                    delivered = step.version();
                }
            }
            watches.remove(this);
            watcher.interrupted(delivered);
        }

        void interrupt() {
            broken = true;
            waiting.offer(Step.NEWS);
        }

        void drop() {
            watches.remove(this);
            try {
                watch.close();
            } catch (RuntimeException cause) {
                throw cause;
            } catch (Exception cause) {
                throw new IllegalStateException(cause);
            }
        }

        @Override
        public void close() {
            drop();
            fiber.cancel();
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
