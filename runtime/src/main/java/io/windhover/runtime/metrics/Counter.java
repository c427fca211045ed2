package io.windhover.runtime.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A number that only grows. */
public final class Counter {
    private final LongAdder sum = new LongAdder();

    /** Creates a counter at zero. */
    Counter() {}

    /** Adds one. */
    public void increment() {
        sum.increment();
    }

    /** Adds a number that is not negative. */
    public void add(long number) {
        sum.add(number);
    }

    /** Returns the sum so far. */
    public long value() {
        return sum.sum();
    }
}
