package io.windhover.simulation.database;

/**
 * A row as a client wrote it. Everything in it follows from key and version, so that a row that is read tells by itself
 * whether it was ever written.
 *
 * @param key       primary key
 * @param version   number of the write, never used twice in a run
 * @param partition where
 */
record Row(long key, long version, PartitionModel partition) {
    static final int DIM = 4;
    static final int TAGS = 7;

    /** Returns a value that many rows share. */
    long tag() {
        return tag(key, version);
    }

    static long tag(long key, long version) {
        return Math.floorMod(mixed(key, version), TAGS);
    }

    /** Returns a text that few rows share. */
    String text() {
        return text(key, version);
    }

    static String text(long key, long version) {
        return "t" + Math.floorMod(mixed(key, version) >>> 8, 40);
    }

    /** Returns one coordinate of the vector: a multiple of 1/16, so that distances are exact in a float. */
    static float coordinate(long key, long version, int i) {
        return Math.floorMod(mixed(key + i * 1_000_003L, version), 64) / 16f;
    }

    /** Returns the squared distance to a query. */
    float distanceTo(float[] query) {
        float sum = 0;
        for (int i = 0; i < DIM; i++) {
            float difference = coordinate(key, version, i) - query[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static long mixed(long key, long version) {
        long x = key * 0x9E37_79B9_7F4A_7C15L + version;
        x = (x ^ (x >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return x ^ (x >>> 31);
    }
}
