package io.windhover.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How the pieces of a build are worked on.
 *
 * @param parallel runs tasks
 * @param taskCount into how many to split
 * @param cancelled asked every few dozen rows; when it says true the build ends with a CancellationException
 */
public record Tasks(Parallel parallel, int taskCount, BooleanSupplier cancelled) {
    /** What one task does with a range of rows; used by one thread. */
    @FunctionalInterface
    public interface Worker {
        /** Works on {@code from <= row < to}. */
        void work(int from, int to);
    }

    /** Works on {@code count} rows in ranges of at most {@code piece}; each task has a worker of its own. */
    public void run(int count, int piece, Supplier<Worker> workers) {
        AtomicInteger next = new AtomicInteger();
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < taskCount; i++) {
            tasks.add(() -> {
                Worker worker = workers.get();
                for (int from = next.getAndAdd(piece); from >= 0 && from < count; from = next.getAndAdd(piece)) {
                    check();
                    worker.work(from, (int) Math.min(count, (long) from + piece));
                }
            });
        }
        parallel.run(tasks);
    }

    /** Ends the build if it is cancelled. */
    public void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("index build cancelled");
        }
    }
}
