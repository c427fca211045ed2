package io.windhover.runtime.simulated;

import io.windhover.model.Invariant;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Mailbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bounded queue in simulated time. */
final class SimulatedMailbox<T> implements Mailbox<T> {
    private final Simulation simulation;
    private final String name;
    private final int capacity;
    private final ArrayDeque<T> queue = new ArrayDeque<>();
    private final WaitList takers;
    private boolean closed;

    SimulatedMailbox(Simulation simulation, String name, int capacity) {
        Invariant.check(capacity > 0, "mailbox {} has capacity {}", name, capacity);
        this.simulation = simulation;
        this.name = name;
        this.capacity = capacity;
        this.takers = new WaitList(simulation);
    }

    @Override
    public boolean offer(T message) {
        simulation.checkCallerAlive();
        if (closed || queue.size() >= capacity) {
            return false;
        }
        queue.add(message);
        takers.wakeAll();
        return true;
    }

    @Override
    public T take() {
        return takeUntil(1, Simulation.NEVER).getFirst();
    }

    @Override
    public Optional<T> poll(Duration timeout) {
        return takeUntil(1, simulation.nsAfter(timeout)).stream().findFirst();
    }

    @Override
    public List<T> takeAll(int max) {
        return takeUntil(max, Simulation.NEVER);
    }

    private List<T> takeUntil(int max, long untilNs) {
        simulation.currentFiber().checkCancelled();
        while (queue.isEmpty() && simulation.nowNs() < untilNs) {
            if (closed) {
                throw new CancelledException(name);
            }
            takers.await(untilNs);
        }
        List<T> taken = new ArrayList<>();
        while (taken.size() < max && !queue.isEmpty()) {
            taken.add(queue.poll());
        }
        return taken;
    }

    @Override
    public int size() {
        return queue.size();
    }

    @Override
    public void close() {
        closed = true;
        takers.wakeAll();
    }
}
