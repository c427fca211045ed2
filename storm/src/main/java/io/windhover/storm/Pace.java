package io.windhover.storm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Lets clients begin scenes at no more than a rate, by all of them together. */
final class Pace {
    private final long stepNs;
    private final AtomicLong nextNs = new AtomicLong(System.nanoTime());

    Pace(double perSecond) {
        this.stepNs = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
    }

    /** Waits for one's turn; returns whether that came before a {@code System.nanoTime}. */
    boolean await(long untilNs) {
        if (stepNs > 0) {
            long turnNs = Math.max(nextNs.getAndAdd(stepNs), System.nanoTime());
            while (System.nanoTime() < Math.min(turnNs, untilNs)) {
                LockSupport.parkNanos(Math.min(turnNs, untilNs) - System.nanoTime());
            }
        }
        return System.nanoTime() < untilNs;
    }
}
