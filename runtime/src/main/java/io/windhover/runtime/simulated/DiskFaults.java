package io.windhover.runtime.simulated;

/**
 * What a simulated disk does wrong while it runs. "Once in n", 0 = never.
 *
 * @param failsOnceIn a write, truncation or force fails with IO_FAILED; a failed write may be there in part, a failed
 *     force may lose what it should have kept although reading still shows it
 * @param slowOnceIn an operation takes up to a second
 * @param capacityBytes beyond which writes fail with DISK_FULL
 */
public record DiskFaults(int failsOnceIn, int slowOnceIn, long capacityBytes) {
    /** A disk that only a power loss can hurt. */
    public static final DiskFaults NONE = new DiskFaults(0, 0, Long.MAX_VALUE / 2);

    /** Returns these faults with another capacity. */
    public DiskFaults withCapacity(long bytes) {
        return new DiskFaults(failsOnceIn, slowOnceIn, bytes);
    }
}
