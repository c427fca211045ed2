package io.windhover.index.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/** Makes columns of vectors for tests. */
public final class TestVectors {
    private TestVectors() {}

    /** Returns random rows of any type: numbers roughly normal, bits fair. */
    public static VectorRows random(VectorType type, int rowCount, int dim, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MemorySegment data = Arena.ofAuto().allocate(Math.max(1, (long) rowCount * type.rowBytes(dim)), 64);
        if (type == VectorType.BINARY || type == VectorType.INT8) {
            for (long i = 0; i < data.byteSize(); i++) {
                data.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
        } else {
            for (long i = 0; i < (long) rowCount * dim; i++) {
                put(data, type, i, (float) random.nextGaussian());
            }
        }
        return new VectorRows(data, dim, type, rowCount);
    }

    /** Returns rows around {@code clusters} centres in {@code dim} dimensions, as floats. */
    public static VectorRows clustered(VectorType type, int rowCount, int dim, int clusters, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] centres = new float[clusters][dim];
        for (float[] centre : centres) {
            for (int i = 0; i < dim; i++) {
                centre[i] = (float) random.nextGaussian();
            }
        }
        MemorySegment data = Arena.ofAuto().allocate((long) rowCount * type.rowBytes(dim), 64);
        for (int row = 0; row < rowCount; row++) {
            float[] centre = centres[random.nextInt(clusters)];
            for (int i = 0; i < dim; i++) {
                put(data, type, (long) row * dim + i, centre[i] + 0.6f * (float) random.nextGaussian());
            }
        }
        return new VectorRows(data, dim, type, rowCount);
    }

    /** Writes element {@code i} of a dense column. */
    public static void put(MemorySegment data, VectorType type, long i, float value) {
        switch (type) {
            case FLOAT -> data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, value);
            case FLOAT16 -> data.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i, Float.floatToFloat16(value));
            case BFLOAT16 ->
                data.set(ValueLayout.JAVA_SHORT_UNALIGNED, 2 * i, (short) (Float.floatToRawIntBits(value) >>> 16));
            case INT8 -> data.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(Math.round(value * 30), -128, 127));
            case BINARY -> throw new IllegalArgumentException("bits");
        }
    }
}
