package io.windhover.storm.tally;

/**
 * Counts of durations in buckets less than 1 % wide, of a fixed size whatever is added. Not safe for several threads; its
 * journal guards it.
 */
public final class Latencies {
    private static final int SUB_BITS = 7;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB];
    private long total;
    private long maxNs;

    /** Adds a duration. */
    public void add(long ns) {
        long positive = Math.max(0, ns);
        counts[bucket(positive)]++;
        total++;
        maxNs = Math.max(maxNs, positive);
    }

    /** Returns how many there are. */
    public long count() {
        return total;
    }

    /** Returns the longest, exactly. */
    public long maxNs() {
        return maxNs;
    }

    /**
     * Returns the shortest duration that at least this part of all does not exceed, at most 1 % too long.
     *
     * @param quantile 0 to 1
     * @return 0 if there is none
     */
    public long quantileNs(double quantile) {
        long wanted = (long) Math.ceil(quantile * total);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(upper(i), maxNs);
            }
        }
        return maxNs;
    }

    private static int bucket(long value) {
        if (value < SUB) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - SUB_BITS;
        return (shift + 1) * SUB + (int) (value >>> shift) - SUB;
    }

    private static long upper(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = bucket / SUB - 1;
        return (((long) SUB + bucket % SUB + 1) << shift) - 1;
    }
}
