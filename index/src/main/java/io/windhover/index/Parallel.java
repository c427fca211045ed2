package io.windhover.index;

import java.util.List;

/** Runs independent pieces of pure computation, chosen by the caller, because this room owns no threads. */
@FunctionalInterface
public interface Parallel {
    /** Runs every task once, in any order and on any threads, and returns when all have ended; rethrows a failure. */
    void run(List<Runnable> tasks);

    /** Returns one that runs the tasks one after another on the calling thread. */
    static Parallel sequential() {
        return tasks -> tasks.forEach(Runnable::run);
    }
}
