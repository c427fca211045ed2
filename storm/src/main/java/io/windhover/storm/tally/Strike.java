package io.windhover.storm.tally;

/**
 * A fault made on purpose.
 *
 * @param at      seconds since the storm began
 * @param what    was done
 * @param whom    it was done to
 * @param seconds until it was undone
 */
public record Strike(double at, String what, String whom, double seconds) {}
