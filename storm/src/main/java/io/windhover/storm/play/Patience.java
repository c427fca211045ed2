package io.windhover.storm.play;

/** Waits for something that shrinks as long as it does: it is over only when nothing got less for a time. */
public final class Patience {
    private final long quietNsMax;
    private long least = Long.MAX_VALUE;
    private long movedNs;

    /** Begins to wait at a {@code System.nanoTime}. */
    public Patience(long quietNsMax, long nowNs) {
        this.quietNsMax = quietNsMax;
        this.movedNs = nowNs;
    }

    /** Tells whether to give up; takes how much is left now. */
    public boolean isOver(long left, long nowNs) {
        if (left < least) {
            least = left;
            movedNs = nowNs;
        }
        return nowNs - movedNs > quietNsMax;
    }
}
