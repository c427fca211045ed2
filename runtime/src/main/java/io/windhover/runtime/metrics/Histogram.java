package io.windhover.runtime.metrics;

import io.windhover.model.Invariant;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** How observed values are spread over buckets. */
public final class Histogram {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    /**
     * What was observed so far.
     *
     * @param bounds upper ends of the buckets, included, ascending; one more bucket has no end
     * @param counts of each bucket, one more than bounds; not cumulated
     */
    public record Spread(double[] bounds, long[] counts, double sum) {
        /** Returns how many values were observed. */
        public long count() {
            return Arrays.stream(counts).sum();
        }
    }

    Histogram(double[] bounds) {
        for (int i = 1; i < bounds.length; i++) {
            Invariant.check(bounds[i - 1] < bounds[i], "bounds of a histogram do not ascend");
        }
        this.bounds = bounds.clone();
        this.counts = new LongAdder[bounds.length + 1];
        Arrays.setAll(counts, bucket -> new LongAdder());
    }

    /** Returns bounds for durations in seconds, from a tenth of a millisecond to a minute. */
    public static double[] secondsBounds() {
        return new double[] {
            0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
        };
    }

    /** Counts one value. */
    public void observe(double value) {
        int found = Arrays.binarySearch(bounds, value);
        counts[found >= 0 ? found : -found - 1].increment();
        sum.add(value);
    }

    /** Counts a duration, in seconds. */
    public void observeNs(long ns) {
        observe(ns / 1e9);
    }

    /** Returns what was observed so far; values that arrive meanwhile may be in a part of it. */
    public Spread spread() {
        return new Spread(
                bounds.clone(), Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(), sum.sum());
    }
}
