package io.windhover.bench.storm;

import io.windhover.bench.load.Batch;
import java.util.SplittableRandom;

/**
 * The stage of a storm.
 *
 * @param collection    name of the collection that all clients share
 * @param base          rows of its default partition, keys from 0
 * @param partitionRows rows of each partition that a client makes
 * @param seed          of what the clients do
 */
record StormSetting(String collection, long base, int partitionRows, long seed) {
    /** Dimensions of the vectors. */
    static final int DIM = 32;

    /** Versions are 0 to 9, so that a BITMAP index is of use. */
    private static final int VERSIONS = 10;

    /** Makes rows with keys from {@code first}. */
    static Batch rows(SplittableRandom random, long first, int count) {
        long[] keys = new long[count];
        long[] versions = new long[count];
        float[] vectors = new float[count * DIM];
        for (int row = 0; row < count; row++) {
            keys[row] = first + row;
            versions[row] = keys[row] % VERSIONS;
        }
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) random.nextDouble(-1, 1);
        }
        return new Batch(keys, versions, vectors, DIM);
    }

    /** Returns how many base rows have a version. */
    long baseRowsOf(int version) {
        return (base - version + VERSIONS - 1) / VERSIONS;
    }
}
