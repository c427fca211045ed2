package io.windhover.storm.stage;

/**
 * Numbers that depend on a seed, a row id and a salt only, so that each value of each row can be computed anywhere, in any
 * order.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood 2014</a>, the mixing function
 */
record Chance(long seed) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Returns 64 bits. */
    long bits(long id, int salt) {
        return mix(mix(seed + id * GOLDEN) + salt * GOLDEN);
    }

    /** Returns a number from 0 to {@code bound - 1}. */
    int below(int bound, long id, int salt) {
        return (int) Long.remainderUnsigned(bits(id, salt), bound);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
