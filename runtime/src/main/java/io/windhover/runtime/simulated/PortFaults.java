package io.windhover.runtime.simulated;

/**
 * What goes wrong between a process and a shared store. "Once in n", 0 = never.
 *
 * @param delayNsMax each call takes up to this long on its way there and back
 * @param refusedOnceIn a call fails before it acts, with SERVICE_UNAVAILABLE
 * @param lostOnceIn a call acts, but its answer is lost
 */
public record PortFaults(long delayNsMax, int refusedOnceIn, int lostOnceIn) {
    /** A store that only takes its time. */
    public static final PortFaults NONE = new PortFaults(1_000_000, 0, 0);

    /** A store that cannot be reached: nothing gets there. */
    public static final PortFaults CUT = new PortFaults(1_000_000, 1, 0);
}
