package io.windhover.runtime.simulated;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Fiber;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A virtual thread that runs only while it holds the baton. */
final class SimulatedFiber implements Fiber {
    private final Simulation simulation;
    private final SimulatedProcess process;
    private final String name;
    private final Thread thread;
    private final SimulatedPromise<Boolean> end;
    private volatile boolean mayRun;
    private boolean cancelled;
    private boolean done;
    private long deadlineNs = Simulation.NEVER;
    /** When it is cancelled by itself. */
    private long endNs = Simulation.NEVER;

    /** Number of the present or last wait; a wake-up for another one is void. */
    private long wait;

    SimulatedFiber(Simulation simulation, SimulatedProcess process, String name, Runnable body) {
        this.simulation = simulation;
        this.process = process;
        this.name = name;
        this.end = new SimulatedPromise<>(simulation);
        this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(body));
    }

    private void run(Runnable body) {
        awaitBaton();
        try {
            if (process.isAlive()) {
                body.run();
            }
        } catch (CancelledException | ProcessKilledError ignored) {
            // Asked for, so not a failure.
        } catch (Throwable cause) {
            process.failed(name, cause);
        } finally {
            done = true;
            process.ended(this);
            end.complete(Boolean.TRUE);
            simulation.takeBaton();
        }
    }

    private void awaitBaton() {
        while (!mayRun) {
            LockSupport.park(this);
        }
        mayRun = false;
    }

    /** Lets the fiber run until it waits again; called by the loop. */
    void giveBaton() {
        mayRun = true;
        LockSupport.unpark(thread);
    }

    /** Hands the baton to the loop and returns when it comes back. */
    void suspend() {
        simulation.takeBaton();
        awaitBaton();
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    SimulatedProcess process() {
        return process;
    }

    boolean isDone() {
        return done;
    }

    long waitNumber() {
        return wait;
    }

    void nextWait() {
        wait++;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void deadlineNs(long deadlineNs) {
        this.deadlineNs = deadlineNs;
    }

    /** Cancels this by itself after some time. */
    void endsAfter(Duration time) {
        endNs = simulation.nsAfter(time);
    }

    /** Returns until when it may wait at most. */
    long untilNs() {
        return Math.min(deadlineNs, endNs);
    }

    private boolean isCancelled() {
        return cancelled || simulation.nowNs() >= endNs;
    }

    void checkCancelled() {
        process.checkAlive();
        if (isCancelled()) {
            throw new CancelledException(name);
        }
    }

    void checkMayWait() {
        checkCancelled();
        if (simulation.nowNs() >= deadlineNs) {
            throw new DatabaseException(ErrorCode.DEADLINE_EXCEEDED, "deadline exceeded in " + name);
        }
    }

    boolean shouldStop() {
        return isCancelled() || simulation.nowNs() >= deadlineNs;
    }

    void joinRegardless() {
        end.awaitRegardless();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void cancel() {
        cancelled = true;
        simulation.wake(this);
    }

    @Override
    public void join() {
        end.await();
    }
}
