package io.windhover.runtime.production;

import io.windhover.runtime.CancelledException;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Mailbox;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.TaskScope;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The runtime of a real process: fibers are virtual threads, computing runs on a pool of platform threads. What runs
 * in the background has threads and a pool of its own, because a virtual thread that computes keeps its core until it
 * waits. Threads from
 * outside (a client's, a server's) may call in and wait like fibers; they are cancelled when the runtime closes.
 */
public final class ProductionRuntime implements Runtime, AutoCloseable {
    /** Is told when a fiber ends by anything but a cancellation; runs on that fiber. */
    public interface FailureListener {
        /** Takes the name of the fiber and why it ended. */
        void failed(String fiber, Throwable cause);
    }

    private final long startNs = System.nanoTime();
    private final FailureListener listener;
    private final ComputePool foreground;
    private final ComputePool background;
    private final Set<ThreadFiber> fibers = ConcurrentHashMap.newKeySet();
    private final Set<Strand> visitors = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Strand> current = new ThreadLocal<>();
    private final Metrics metrics = new Metrics();
    private volatile boolean closed;

    private ProductionRuntime(int computeThreads, FailureListener listener) {
        this.foreground = ComputePool.foreground(computeThreads);
        this.background = ComputePool.background(Math.max(1, computeThreads - 1));
        this.listener = listener;
        metrics.gauge("windhover_fibers", "Fibers that have not ended", Labels.NONE, fibers::size);
    }

    /** Starts a runtime with as many compute threads as the machine has cores. */
    public static ProductionRuntime start(FailureListener listener) {
        return start(java.lang.Runtime.getRuntime().availableProcessors(), listener);
    }

    /** Starts a runtime with the given number of compute threads. */
    public static ProductionRuntime start(int computeThreads, FailureListener listener) {
        return new ProductionRuntime(computeThreads, listener);
    }

    @Override
    public Metrics metrics() {
        return metrics;
    }

    @Override
    public long epochMs() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNs() {
        return System.nanoTime() - startNs;
    }

    @Override
    public long random(long bound) {
        return ThreadLocalRandom.current().nextLong(bound);
    }

    @Override
    public void sleep(Duration duration) {
        long until = nsAfter(duration);
        waiting(strand -> {
            strand.checkCancelled();
            while (monotonicNs() < until) {
                strand.park(until);
            }
        });
    }

    @Override
    public void yield() {
        Strand strand = current.get();
        if (strand != null) {
            strand.checkMayWait();
        }
        Thread.yield();
    }

    @Override
    public Fiber fork(String name, Runnable body) {
        return fork(name, false, body);
    }

    @Override
    public Fiber forkInBackground(String name, Runnable body) {
        return fork(name, true, body);
    }

    private Fiber fork(String name, boolean inBackground, Runnable body) {
        Runnable guarded = () -> {
            try {
                body.run();
            } catch (CancelledException ignored) {
                // Asked for, so not a failure.
            } catch (Throwable cause) {
                listener.failed(name, cause);
            }
        };
        return start(name, Strand.NEVER, inBackground, guarded, fiber -> {});
    }

    /** Starts a fiber whose body deals with its own failures; {@code ended} is the last thing it does. */
    ThreadFiber start(String name, long deadlineNs, boolean inBackground, Runnable body, Consumer<ThreadFiber> ended) {
        if (closed) {
            throw new CancelledException(name);
        }
        ThreadFiber[] self = new ThreadFiber[1];
        Runnable work = () -> run(self[0], body, ended);
        Thread thread = inBackground
                ? Thread.ofPlatform().daemon().name(name).unstarted(work)
                : Thread.ofVirtual().name(name).unstarted(work);
        Strand strand = new Strand(this, thread, name, inBackground);
        strand.deadlineNs(deadlineNs);
        self[0] = new ThreadFiber(this, strand);
        fibers.add(self[0]);
        thread.start();
        if (closed) {
            self[0].cancel();
        }
        return self[0];
    }

    private void run(ThreadFiber fiber, Runnable body, Consumer<ThreadFiber> ended) {
        current.set(fiber.strand());
        try {
            body.run();
        } finally {
            fibers.remove(fiber);
            fiber.ended();
            ended.accept(fiber);
        }
    }

    @Override
    public TaskScope scope(String name, Duration deadline) {
        Strand strand = current.get();
        boolean visitor = strand == null;
        if (visitor) {
            strand = visitor();
            current.set(strand);
            visitors.add(strand);
        }
        Strand opener = strand;
        long outerNs = opener.deadlineNs();
        long deadlineNs = Math.min(outerNs, nsAfter(deadline));
        opener.deadlineNs(deadlineNs);
        return new ThreadTaskScope(this, name, deadlineNs, opener.isBackground(), () -> {
            opener.deadlineNs(outerNs);
            if (visitor) {
                visitors.remove(opener);
                current.remove();
            }
        });
    }

    @Override
    public <T> Mailbox<T> mailbox(String name, int capacity) {
        return new ParkedMailbox<>(this, name, capacity);
    }

    @Override
    public <T> Promise<T> promise() {
        return new ParkedPromise<>(this);
    }

    @Override
    public void compute(List<Runnable> pieces) {
        if (pieces.isEmpty()) {
            return;
        }
        if (foreground.isPoolThread() || background.isPoolThread()) {
            pieces.forEach(Runnable::run);
            return;
        }
        if (closed) {
            throw new CancelledException("compute");
        }
        waitingRegardless(strand -> {
            ParkedPromise<Boolean> end = new ParkedPromise<>(this);
            ComputePool pool = strand.isBackground() ? background : foreground;
            ComputePool.Job job = pool.submit(pieces, strand, end);
            end.awaitRegardless(strand);
            job.rethrow();
        });
    }

    /** Cancels every fiber and every thread that waits here, and returns when all fibers have ended. */
    @Override
    public void close() {
        closed = true;
        Strand self = current.get();
        visitors.stream().filter(strand -> strand != self).forEach(Strand::cancel);
        for (ThreadFiber fiber : fibers) {
            if (fiber.strand() != self) {
                fiber.cancel();
            }
        }
        for (ThreadFiber fiber : fibers) {
            if (fiber.strand() != self && !fiber.hasEnded()) {
                fiber.joinRegardless();
            }
        }
        foreground.close();
        background.close();
    }

    /** Returns how many fibers have not ended. */
    public int fiberCount() {
        return fibers.size();
    }

    /** Returns the time {@code duration} from now, {@link Strand#NEVER} if that is beyond counting. */
    long nsAfter(Duration duration) {
        long ns = duration.compareTo(Duration.ofDays(36_500)) > 0 ? Strand.NEVER : duration.toNanos();
        long now = monotonicNs();
        return ns >= Strand.NEVER - now ? Strand.NEVER : now + ns;
    }

    /** Runs {@code wait} as the calling strand; a thread from outside is one for as long as this takes. */
    void waiting(Consumer<Strand> wait) {
        Strand strand = current.get();
        if (strand != null) {
            wait.accept(strand);
            return;
        }
        strand = visitor();
        visitors.add(strand);
        try {
            if (closed) {
                throw new CancelledException(strand.name());
            }
            wait.accept(strand);
        } finally {
            visitors.remove(strand);
        }
    }

    /** As {@link #waiting}, for waits that a close of the runtime does not end. */
    void waitingRegardless(Consumer<Strand> wait) {
        Strand strand = current.get();
        wait.accept(strand == null ? visitor() : strand);
    }

    private Strand visitor() {
        Thread thread = Thread.currentThread();
        return new Strand(this, thread, thread.getName(), false);
    }
}
