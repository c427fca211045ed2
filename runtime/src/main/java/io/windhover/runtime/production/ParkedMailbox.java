package io.windhover.runtime.production;

import io.windhover.model.Invariant;
import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Mailbox;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bounded queue whose takers are parked threads. */
final class ParkedMailbox<T> implements Mailbox<T> {
    private final ProductionRuntime runtime;
    private final String name;
    private final int capacity;
    private final Object lock = new Object();
    private final ArrayDeque<T> queue = new ArrayDeque<>();
    private final ArrayDeque<Strand> takers = new ArrayDeque<>(2);
    private boolean closed;

    ParkedMailbox(ProductionRuntime runtime, String name, int capacity) {
        Invariant.check(capacity > 0, "mailbox {} has capacity {}", name, capacity);
        this.runtime = runtime;
        this.name = name;
        this.capacity = capacity;
    }

    @Override
    public boolean offer(T message) {
        List<Strand> woken;
        synchronized (lock) {
            if (closed || queue.size() >= capacity) {
                return false;
            }
            queue.add(message);
            woken = drainTakers();
        }
        wake(woken);
        return true;
    }

    @Override
    public T take() {
        return takeUntil(1, Strand.NEVER).getFirst();
    }

    @Override
    public Optional<T> poll(Duration timeout) {
        List<T> taken = takeUntil(1, runtime.nsAfter(timeout));
        return taken.isEmpty() ? Optional.empty() : Optional.of(taken.getFirst());
    }

    @Override
    public List<T> takeAll(int max) {
        return takeUntil(max, Strand.NEVER);
    }

    @Override
    public int size() {
        synchronized (lock) {
            return queue.size();
        }
    }

    @Override
    public void close() {
        List<Strand> woken;
        synchronized (lock) {
            closed = true;
            woken = drainTakers();
        }
        wake(woken);
    }

    private List<T> takeUntil(int max, long untilNs) {
        List<T> taken = new ArrayList<>(1);
        runtime.waiting(strand -> {
            strand.checkCancelled();
            while (!takeOrEnlist(strand, max, taken) && runtime.monotonicNs() < untilNs) {
                try {
                    strand.park(untilNs);
                } finally {
                    leave(strand);
                }
            }
            leave(strand);
        });
        return taken;
    }

    private boolean takeOrEnlist(Strand strand, int max, List<T> taken) {
        synchronized (lock) {
            for (int i = 0; i < max && !queue.isEmpty(); i++) {
                taken.add(queue.poll());
            }
            if (!taken.isEmpty()) {
                return true;
            }
            if (closed) {
                throw new CancelledException(name);
            }
            takers.add(strand);
            return false;
        }
    }

    private void leave(Strand strand) {
        synchronized (lock) {
            takers.remove(strand);
        }
    }

    private List<Strand> drainTakers() {
        if (takers.isEmpty()) {
            return List.of();
        }
        List<Strand> woken = new ArrayList<>(takers);
        takers.clear();
        return woken;
    }

    private static void wake(List<Strand> woken) {
        for (Strand strand : woken) {
            strand.wake();
        }
    }
}
