package io.windhover.runtime;

import io.windhover.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.List;

/**
 * Clock, chance, fibers and waiting. In production a fiber is a virtual thread; in simulation exactly one fiber runs at
 * a time, chosen by a seed, on simulated time. Code above never touches a clock, thread or random of its own.
 */
public interface Runtime {
    /** Returns milliseconds since 1970; may jump. */
    long epochMs();

    /** Returns nanoseconds of a clock that never goes back; only differences mean something. */
    long monotonicNs();

    /** Returns a number in {@code [0, bound)}. */
    long random(long bound);

    /** Waits. */
    void sleep(Duration duration);

    /** Lets other fibers run; in simulation the place where a crash or another order may strike. */
    void yield();

    /**
     * Starts a fiber that lives until its body ends or the runtime closes. A body that throws anything but a
     * cancellation stops the role it belongs to: the failure goes to the runtime's failure listener.
     */
    Fiber fork(String name, Runnable body);

    /**
     * As {@link #fork}, for work that nobody waits for in a hurry. What it and the fibers of its scopes {@link #compute}
     * gives way to all else; what their bodies do by themselves shares the processor with others but never holds them up.
     */
    Fiber forkInBackground(String name, Runnable body);

    /** Opens a scope whose children end before it does; {@code deadline} is counted from now. */
    TaskScope scope(String name, Duration deadline);

    /** Creates a bounded queue between fibers. */
    <T> Mailbox<T> mailbox(String name, int capacity);

    /** Creates a one-shot result that fibers can wait for. */
    <T> Promise<T> promise();

    /**
     * Runs CPU-bound pieces on the compute pool (as many threads as cores; in the background one fewer) and returns when all have ended. The
     * calling fiber waits without holding a thread. The first failure is rethrown after all have ended.
     */
    void compute(List<Runnable> pieces);

    /** Returns what is counted in this process. */
    Metrics metrics();
}
