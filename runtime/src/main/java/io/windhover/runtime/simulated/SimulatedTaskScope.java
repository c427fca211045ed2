package io.windhover.runtime.simulated;

import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Promise;
import io.windhover.runtime.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A scope of simulated fibers. */
final class SimulatedTaskScope implements TaskScope {
    private final Simulation simulation;
    private final SimulatedFiber opener;
    private final long outerDeadlineNs;
    private final long deadlineNs;
    private final List<SimulatedFiber> running = new ArrayList<>();
    private final WaitList idle;
    private RuntimeException failure;
    private boolean closed;

    SimulatedTaskScope(Simulation simulation, SimulatedFiber opener, long deadlineNs) {
        this.simulation = simulation;
        this.opener = opener;
        this.outerDeadlineNs = opener.deadlineNs();
        this.deadlineNs = Math.min(outerDeadlineNs, deadlineNs);
        this.idle = new WaitList(simulation);
        opener.deadlineNs(this.deadlineNs);
    }

    @Override
    public <T> Promise<T> fork(String childName, Supplier<T> body) {
        SimulatedPromise<T> result = new SimulatedPromise<>(simulation);
        if (closed || failure != null) {
            result.fail(new CancelledException(childName));
            return result;
        }
        SimulatedFiber[] self = new SimulatedFiber[1];
        self[0] = opener.process().start(childName, () -> run(self[0], body, result));
        self[0].deadlineNs(deadlineNs);
        running.add(self[0]);
        return result;
    }

    private <T> void run(SimulatedFiber fiber, Supplier<T> body, SimulatedPromise<T> result) {
        try {
            result.complete(body.get());
        } catch (RuntimeException cause) {
            failed(cause, result);
        } catch (ProcessKilledError killed) {
            throw killed;
        } catch (Error cause) {
            failed(new IllegalStateException(fiber.name() + " failed: " + cause, cause), result);
        } finally {
            running.remove(fiber);
            result.fail(new CancelledException(fiber.name()));
            if (running.isEmpty()) {
                idle.wakeAll();
            }
        }
    }

    private void failed(RuntimeException cause, SimulatedPromise<?> result) {
        result.fail(cause);
        if (failure == null && !closed) {
            failure = cause;
            List.copyOf(running).forEach(SimulatedFiber::cancel);
        }
    }

    @Override
    public void join() {
        while (!running.isEmpty()) {
            idle.await(Simulation.NEVER);
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<SimulatedFiber> left = List.copyOf(running);
        left.forEach(SimulatedFiber::cancel);
        for (SimulatedFiber fiber : left) {
            fiber.joinRegardless();
        }
        opener.deadlineNs(outerDeadlineNs);
    }
}
