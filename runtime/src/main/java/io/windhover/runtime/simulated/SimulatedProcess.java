package io.windhover.runtime.simulated;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A group of fibers that die together. A restarted process is a new one. */
public final class SimulatedProcess {
    /** Is told when a fiber of the process ends by anything but a cancellation or a kill. */
    public interface FailureListener {
        /** Takes the name of the fiber and why it ended. */
        void failed(String fiber, Throwable cause);
    }

    private final Simulation simulation;
    private final String name;
    private final SimulatedRuntime runtime;
    private final Set<SimulatedFiber> fibers = new LinkedHashSet<>();
    /** What should have happened while the process stood still. */
    private final List<Runnable> held = new ArrayList<>();

    private FailureListener listener;
    private boolean killed;
    private boolean paused;

    SimulatedProcess(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        this.runtime = new SimulatedRuntime(simulation, this);
        this.listener = simulation::failed;
    }

    /** Returns the name given at the start. */
    public String name() {
        return name;
    }

    /** Returns what the code of this process runs on. */
    public SimulatedRuntime runtime() {
        return runtime;
    }

    /** Returns whether the process was not killed. */
    public boolean isAlive() {
        return !killed;
    }

    /** Returns how many fibers have not ended. */
    public int fiberCount() {
        return fibers.size();
    }

    /** Returns the names of the fibers that have not ended. */
    public List<String> fiberNames() {
        return fibers.stream().map(SimulatedFiber::name).toList();
    }

    /** Sends failures to {@code newListener} instead of failing the run. */
    public void onFailure(FailureListener newListener) {
        listener = newListener;
    }

    /** Ends all fibers where they wait, at once, as kill -9 does: none acts on the world again. */
    public void kill() {
        killed = true;
        resume();
        List<SimulatedFiber> dead = new ArrayList<>(fibers);
        dead.forEach(simulation::wake);
    }

    /**
     * Lets the process stand still, as SIGSTOP or a machine that was put to sleep does: none of its fibers runs, while
     * time passes and messages wait for it.
     */
    public void pause() {
        paused = !killed;
    }

    /** Ends a pause: whatever waited for its time or was woken meanwhile goes on at once, in its order. */
    public void resume() {
        paused = false;
        List<Runnable> late = new ArrayList<>(held);
        held.clear();
        late.forEach(Runnable::run);
    }

    /** Tells whether the process stands still. */
    public boolean isPaused() {
        return paused;
    }

    /** Notes a wake-up for the end of the pause. */
    void hold(Runnable wakeUp) {
        held.add(wakeUp);
    }

    SimulatedFiber start(String fiberName, Runnable body) {
        checkAlive();
        SimulatedFiber fiber = new SimulatedFiber(simulation, this, fiberName, body);
        fibers.add(fiber);
        fiber.start();
        simulation.wake(fiber);
        return fiber;
    }

    void ended(SimulatedFiber fiber) {
        fibers.remove(fiber);
    }

    void failed(String fiber, Throwable cause) {
        listener.failed(name + "/" + fiber, cause);
    }

    void checkAlive() {
        if (killed) {
            throw new ProcessKilledError(name);
        }
    }

    List<SimulatedFiber> fibers() {
        return new ArrayList<>(fibers);
    }
}
