package io.windhover.runtime.production;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * A fixed number of platform threads, for work that never waits. Requests take turns: one that has many pieces puts
 * itself at the end of the queue after each of them, so a short one is not stuck behind a long one.
 */
final class ComputePool {
    private final ThreadPoolExecutor threads;
    private final ThreadGroup group;
    private final int parallelism;

    private ComputePool(ThreadGroup group, int parallelism, BiFunction<String, Runnable, Thread> thread) {
        this.parallelism = parallelism;
        this.group = group;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                parallelism,
                parallelism,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> thread.apply(group.getName() + "-" + number.getAndIncrement(), work));
    }

    /** Creates a pool for what somebody waits for. */
    static ComputePool foreground(int parallelism) {
        ThreadGroup group = new ThreadGroup("compute");
        return new ComputePool(group, parallelism, (name, work) -> {
            Thread thread = new Thread(group, work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Creates a pool of {@link BackgroundThreads}. */
    static ComputePool background(int parallelism) {
        ThreadGroup group = new ThreadGroup("background");
        return new ComputePool(group, parallelism, (name, work) -> BackgroundThreads.unstarted(group, name, work));
    }

    boolean isPoolThread() {
        return Thread.currentThread().getThreadGroup() == group;
    }

    void close() {
        threads.shutdown();
    }

    /** Starts the pieces; {@code caller} is asked before each whether it still matters. */
    Job submit(List<Runnable> pieces, Strand caller, ParkedPromise<Boolean> end) {
        Job job = new Job(pieces, caller, end);
        for (int i = Math.min(parallelism, pieces.size()); i > 0; i--) {
            threads.execute(job);
        }
        return job;
    }

    /** The pieces of one caller. Runs one piece each time a thread takes it up. */
    final class Job implements Runnable {
        private final List<Runnable> pieces;
        private final Strand caller;
        private final ParkedPromise<Boolean> end;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private volatile RuntimeException failure;

        Job(List<Runnable> pieces, Strand caller, ParkedPromise<Boolean> end) {
            this.pieces = pieces;
            this.caller = caller;
            this.end = end;
            this.left = new AtomicInteger(pieces.size());
        }

        @Override
        public void run() {
            int piece = next.getAndIncrement();
            if (piece >= pieces.size()) {
                return;
            }
            runPiece(pieces.get(piece));
            if (left.decrementAndGet() == 0) {
                end.complete(Boolean.TRUE);
            } else if (next.get() < pieces.size()) {
                threads.execute(this);
            }
        }

        private void runPiece(Runnable piece) {
            if (failure != null || caller.shouldStop()) {
                return;
            }
            try {
                piece.run();
            } catch (RuntimeException cause) {
                failure = failure == null ? cause : failure;
            } catch (Error cause) {
                failure = new IllegalStateException("computation failed: " + cause, cause);
            }
        }

        void rethrow() {
            if (failure != null) {
                throw failure;
            }
            if (left.get() == 0 && caller.shouldStop()) {
                caller.checkMayWait();
            }
        }
    }
}
