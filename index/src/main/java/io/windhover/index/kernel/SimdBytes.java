package io.windhover.index.kernel;

import static io.windhover.index.kernel.Memory.ALL;
import static io.windhover.index.kernel.Memory.ORDER;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Inner products of floats with signed bytes, both padded with zeros to a multiple of 16 elements. */
public final class SimdBytes {
    /** Elements are padded to a multiple of this. */
    public static final int ALIGN = 16;

    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final VectorSpecies<Byte> BYTES =
            S.length() == 16 ? ByteVector.SPECIES_128 : VectorSpecies.of(byte.class, VectorShape.S_64_BIT);
    private static final int LANES = S.length();
    private static final boolean WIDENED = LANES >= 8;

    private SimdBytes() {}

    /** Returns the inner product; both are addresses. */
    public static float dot(long floats, long bytes, int paddedDim) {
        return WIDENED ? simd(floats, bytes, paddedDim) : scalar(floats, bytes, paddedDim);
    }

    /** The plain twin. */
    static float scalar(long floats, long bytes, int paddedDim) {
        float sum = 0;
        for (int i = 0; i < paddedDim; i++) {
            sum += Memory.floatAt(floats + 4L * i) * Memory.byteAt(bytes + i);
        }
        return sum;
    }

    private static float simd(long floats, long bytes, int paddedDim) {
        FloatVector even = FloatVector.zero(S);
        FloatVector odd = even;
        int i = 0;
        for (; i <= paddedDim - 2 * LANES; i += 2 * LANES) {
            even = load(floats + 4L * i).fma(widen(bytes + i), even);
            odd = load(floats + 4L * (i + LANES)).fma(widen(bytes + i + LANES), odd);
        }
        for (; i < paddedDim; i += LANES) {
            even = load(floats + 4L * i).fma(widen(bytes + i), even);
        }
        return Lanes.sum(even.add(odd));
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(S, ALL, address, ORDER);
    }

    private static FloatVector widen(long address) {
        return (FloatVector)
                ByteVector.fromMemorySegment(BYTES, ALL, address, ORDER).convertShape(VectorOperators.B2F, S, 0);
    }
}
