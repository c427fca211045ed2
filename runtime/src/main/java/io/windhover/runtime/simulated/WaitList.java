package io.windhover.runtime.simulated;

import java.util.ArrayList;
import java.util.List;

/** The fibers that wait for one thing, in the order of their coming; they are woken in the order of the seed. */
final class WaitList {
    private record Waiter(SimulatedFiber fiber, long waitNumber) {}

    private final Simulation simulation;
    private List<Waiter> waiters = new ArrayList<>(1);

    WaitList(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Waits until woken, cancelled, past the deadline or past {@code untilNs}; may also return for no reason. */
    void await(long untilNs) {
        SimulatedFiber fiber = simulation.currentFiber();
        fiber.checkMayWait();
        suspend(fiber, Math.min(untilNs, fiber.untilNs()));
        fiber.checkCancelled();
    }

    /** Waits until woken whatever was cancelled or is late. */
    void awaitRegardless() {
        SimulatedFiber fiber = simulation.currentFiber();
        fiber.process().checkAlive();
        suspend(fiber, Simulation.NEVER);
        fiber.process().checkAlive();
    }

    private void suspend(SimulatedFiber fiber, long untilNs) {
        fiber.nextWait();
        Waiter waiter = new Waiter(fiber, fiber.waitNumber());
        waiters.add(waiter);
        simulation.suspend(fiber, untilNs);
        waiters.remove(waiter);
    }

    void wakeAll() {
        List<Waiter> woken = waiters;
        waiters = new ArrayList<>(1);
        for (Waiter waiter : woken) {
            simulation.wake(waiter.fiber(), waiter.waitNumber());
        }
    }
}
