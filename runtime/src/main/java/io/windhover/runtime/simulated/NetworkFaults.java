package io.windhover.runtime.simulated;

/**
 * What a simulated network does. "Once in n", 0 = never.
 *
 * @param delayNsMax each message takes up to this long, so that messages overtake each other
 * @param lostOnceIn a message disappears
 * @param doubledOnceIn a request arrives twice, the second time later
 */
public record NetworkFaults(long delayNsMax, int lostOnceIn, int doubledOnceIn) {
    /** A network that only takes its time. */
    public static final NetworkFaults NONE = new NetworkFaults(1_000_000, 0, 0);
}
