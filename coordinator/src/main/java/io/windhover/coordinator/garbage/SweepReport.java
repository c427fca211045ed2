package io.windhover.coordinator.garbage;

/**
 * What one sweep did.
 *
 * @param objectsDeleted     files removed
 * @param logsDeleted        write-ahead logs removed
 * @param partitionsPurged   dropped partitions that are gone now
 * @param collectionsPurged  dropped collections that are gone now
 */
public record SweepReport(int objectsDeleted, int logsDeleted, int partitionsPurged, int collectionsPurged) {
    /** Nothing to do. */
    public static final SweepReport NOTHING = new SweepReport(0, 0, 0, 0);

    /** Returns both together. */
    public SweepReport plus(SweepReport other) {
        return new SweepReport(
                objectsDeleted + other.objectsDeleted,
                logsDeleted + other.logsDeleted,
                partitionsPurged + other.partitionsPurged,
                collectionsPurged + other.collectionsPurged);
    }

    /** Tells whether anything was given back. */
    public boolean didSomething() {
        return !equals(NOTHING);
    }
}
