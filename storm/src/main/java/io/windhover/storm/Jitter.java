package io.windhover.storm;

import io.windhover.storm.tally.Journal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how late a thread of this program gets its turn that only sleeps and wakes up: the part of every latency that is
 * the tool's and the machine's own, not the server's.
 */
final class Jitter {
    private static final long NAP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Journal journal;
    private volatile boolean isStopped;

    Jitter(Journal journal) {
        this.journal = journal;
    }

    /** Measures until it is told to stop. */
    void run() {
        while (!isStopped) {
            long dueNs = System.nanoTime() + NAP_NS;
            while (System.nanoTime() < dueNs) {
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
            journal.late(System.nanoTime() - dueNs);
        }
    }

    void stop() {
        isStopped = true;
    }
}
