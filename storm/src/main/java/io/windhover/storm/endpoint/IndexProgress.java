package io.windhover.storm.endpoint;

/**
 * How far an index is.
 *
 * @param indexed  rows it covers
 * @param total    rows it will cover
 * @param pending  rows that wait for it, by the server's own word
 * @param isFailed whether the server gave up; {@code reason} says why
 */
public record IndexProgress(long indexed, long total, long pending, boolean isFailed, String reason) {
    /** Tells whether no row waits. */
    public boolean isComplete() {
        return pending == 0;
    }
}
