package io.windhover.bench.crash;

import io.windhover.bench.load.Batch;

/** Rows whose whole content follows from key and version, so that a reader can check every value. */
final class RowValues {
    /** Dimensions of a vector. */
    static final int DIM = 8;

    private RowValues() {}

    /** Returns the vector of a row. */
    static float[] vector(long key, long version) {
        float[] vector = new float[DIM];
        fill(vector, 0, key, version);
        return vector;
    }

    private static void fill(float[] target, int from, long key, long version) {
        long state = key * 0x9E3779B97F4A7C15L + version * 0xC2B2AE3D27D4EB4FL;
        for (int i = 0; i < DIM; i++) {
            state ^= state >>> 29;
            state = state * 0xBF58476D1CE4E5B9L + 0x94D049BB133111EBL;
            target[from + i] = (state >> 40) / (float) (1 << 23);
        }
    }

    /** Returns rows of one version. */
    static Batch batch(long[] keys, long version) {
        long[] versions = new long[keys.length];
        float[] vectors = new float[keys.length * DIM];
        for (int i = 0; i < keys.length; i++) {
            versions[i] = version;
            fill(vectors, i * DIM, keys[i], version);
        }
        return new Batch(keys, versions, vectors, DIM);
    }
}
