package io.windhover.runtime.simulated;

import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The runtime of one simulated process. Only fibers of the simulation may wait on it. */
public final class SimulatedRuntime implements Runtime {
    /** 2026-01-01 as milliseconds since 1970: where simulated time begins. */
    static final long EPOCH_MS = 1_767_225_600_000L;

    private final Simulation simulation;
    private final SimulatedProcess process;
    private final Metrics metrics = new Metrics();
    private long clockErrorMs;
    private long driftPerMillion;

    SimulatedRuntime(Simulation simulation, SimulatedProcess process) {
        this.simulation = simulation;
        this.process = process;
    }

    /** Sets how far this process's calendar clock is wrong. */
    public void clockErrorMs(long errorMs) {
        clockErrorMs = errorMs;
    }

    /** Sets how much faster than the world's the clocks of this process run; negative = slower. Its timers run as others do. */
    public void drift(long perMillion) {
        driftPerMillion = perMillion;
    }

    /** Splits the time, so that the product does not overflow. */
    private long drifted(long ns) {
        return ns + ns / 1_000_000 * driftPerMillion + ns % 1_000_000 * driftPerMillion / 1_000_000;
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    @Override
    public long epochMs() {
        return EPOCH_MS + drifted(simulation.nowNs()) / 1_000_000 + clockErrorMs;
    }

    @Override
    public long monotonicNs() {
        return drifted(simulation.nowNs());
    }

    @Override
    public long random(long bound) {
        return simulation.draw(bound);
    }

    @Override
    public void sleep(Duration duration) {
        simulation.sleepUntil(simulation.nsAfter(duration));
    }

    @Override
    public void yield() {
        simulation.sleepUntil(simulation.nowNs() + 1 + simulation.draw(1_000));
    }

    @Override
    public Fiber fork(String name, Runnable body) {
        return process.start(name, body);
    }

    @Override
    public Fiber forkInBackground(String name, Runnable body) {
        return fork(name, body);
    }

    @Override
    public TaskScope scope(String name, Duration deadline) {
        return new SimulatedTaskScope(simulation, simulation.currentFiber(), simulation.nsAfter(deadline));
    }

    @Override
    public <T> Mailbox<T> mailbox(String name, int capacity) {
        return new SimulatedMailbox<>(simulation, name, capacity);
    }

    @Override
    public <T> Promise<T> promise() {
        return new SimulatedPromise<>(simulation);
    }

    @Override
    public void compute(List<Runnable> pieces) {
        SimulatedFiber caller = simulation.currentFiber();
        List<Runnable> left = new ArrayList<>(pieces);
        RuntimeException failure = null;
        while (!left.isEmpty()) {
            Runnable piece = left.remove((int) simulation.draw(left.size()));
            if (failure == null && !caller.shouldStop()) {
                failure = run(piece);
                simulation.pauseRegardless();
            }
        }
        if (failure != null) {
            throw failure;
        }
        caller.checkMayWait();
    }

    private static RuntimeException run(Runnable piece) {
        try {
            piece.run();
            return null;
        } catch (RuntimeException cause) {
            return cause;
        }
    }
}
