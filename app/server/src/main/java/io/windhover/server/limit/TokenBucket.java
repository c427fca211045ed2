package io.windhover.server.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets through what a rate allows. What was not used in the last second may be used at once. A request that costs more
 * than is left is served and paid off afterwards: a rate below the size of one request slows users down, it does not
 * shut them out. Safe for any number of threads.
 */
final class TokenBucket {
    private static final double SECOND_NS = 1e9;

    private final double perSecond;
    /** When all that was taken will have been paid off. */
    private final AtomicLong paidOffNs;

    TokenBucket(double perSecond, long nowNs) {
        this.perSecond = perSecond;
        this.paidOffNs = new AtomicLong(nowNs - (long) SECOND_NS);
    }

    /** Takes {@code cost}, or nothing if an earlier request is not paid off yet. */
    boolean take(double cost, long nowNs) {
        while (true) {
            long before = paidOffNs.get();
            long from = Math.max(before, nowNs - (long) SECOND_NS);
            if (from > nowNs || perSecond == 0) {
                return false;
            }
            if (paidOffNs.compareAndSet(before, from + (long) Math.min(cost / perSecond * SECOND_NS, 1e17))) {
                return true;
            }
        }
    }

    /** Returns the rate, units a second. */
    double perSecond() {
        return perSecond;
    }

    /** Tells whether it would behave as a new one does. */
    boolean isFull(long nowNs) {
        return paidOffNs.get() <= nowNs - (long) SECOND_NS;
    }
}
