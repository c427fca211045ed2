package io.windhover.index.kernel;

import static io.windhover.index.kernel.Memory.ALL;
import static io.windhover.index.kernel.Memory.ORDER;

import io.windhover.index.vector.Metric;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Kernels of FLOAT16 and BFLOAT16 rows against a query of floats: elements are widened in registers. */
final class SimdHalf {
    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, S.vectorShape());
    private static final VectorSpecies<Short> HALVES =
            VectorSpecies.of(short.class, VectorShape.forBitSize(S.vectorBitSize() / 2));
    private static final int LANES = S.length();

    /** Moves the exponent of binary16, placed in the bits of binary32, to where it belongs; right for subnormals too. */
    private static final float REBIAS = 0x1p112f;

    private SimdHalf() {}

    static Kernel ofFloat16(Metric metric, int dim) {
        return Kernel.dense(
                metric,
                Kernel.looped(dim, (query, row, n) -> l2(query, row, n, true)),
                Kernel.looped(dim, (query, row, n) -> -dot(query, row, n, true)),
                Kernel.looped(dim, (query, row, n) -> cosine(query, row, n, true)));
    }

    static Kernel ofBfloat16(Metric metric, int dim) {
        return Kernel.dense(
                metric,
                Kernel.looped(dim, (query, row, n) -> l2(query, row, n, false)),
                Kernel.looped(dim, (query, row, n) -> -dot(query, row, n, false)),
                Kernel.looped(dim, (query, row, n) -> cosine(query, row, n, false)));
    }

    private static FloatVector query(long address) {
        return FloatVector.fromMemorySegment(S, ALL, address, ORDER);
    }

    private static FloatVector widen(long address, boolean ieee) {
        IntVector bits = (IntVector) ShortVector.fromMemorySegment(HALVES, ALL, address, ORDER)
                .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
        if (!ieee) {
            return bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
        }
        IntVector sign = bits.and(0x8000).lanewise(VectorOperators.LSHL, 16);
        FloatVector magnitude = bits.and(0x7fff)
                .lanewise(VectorOperators.LSHL, 13)
                .reinterpretAsFloats()
                .mul(REBIAS);
        return magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    private static float element(long row, int i, boolean ieee) {
        return ieee ? ScalarKernels.float16(row, i) : ScalarKernels.bfloat16(row, i);
    }

    private static float dot(long query, long row, int dim, boolean ieee) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= dim - 2 * LANES; i += 2 * LANES) {
            s0 = query(query + 4L * i).fma(widen(row + 2L * i, ieee), s0);
            s1 = query(query + 4L * (i + LANES)).fma(widen(row + 2L * (i + LANES), ieee), s1);
        }
        for (; i <= dim - LANES; i += LANES) {
            s0 = query(query + 4L * i).fma(widen(row + 2L * i, ieee), s0);
        }
        float sum = Lanes.sum(s0.add(s1));
        for (; i < dim; i++) {
            sum += Memory.floatAt(query + 4L * i) * element(row, i, ieee);
        }
        return sum;
    }

    private static float l2(long query, long row, int dim, boolean ieee) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        int i = 0;
        for (; i <= dim - 2 * LANES; i += 2 * LANES) {
            FloatVector a = query(query + 4L * i).sub(widen(row + 2L * i, ieee));
            FloatVector b = query(query + 4L * (i + LANES)).sub(widen(row + 2L * (i + LANES), ieee));
            s0 = a.fma(a, s0);
            s1 = b.fma(b, s1);
        }
        for (; i <= dim - LANES; i += LANES) {
            FloatVector a = query(query + 4L * i).sub(widen(row + 2L * i, ieee));
            s0 = a.fma(a, s0);
        }
        float sum = Lanes.sum(s0.add(s1));
        for (; i < dim; i++) {
            float a = Memory.floatAt(query + 4L * i) - element(row, i, ieee);
            sum += a * a;
        }
        return sum;
    }

    private static float cosine(long query, long row, int dim, boolean ieee) {
        FloatVector dots = FloatVector.zero(S);
        FloatVector squares = dots;
        int i = 0;
        for (; i <= dim - LANES; i += LANES) {
            FloatVector x = widen(row + 2L * i, ieee);
            dots = query(query + 4L * i).fma(x, dots);
            squares = x.fma(x, squares);
        }
        float dot = Lanes.sum(dots);
        float square = Lanes.sum(squares);
        for (; i < dim; i++) {
            float x = element(row, i, ieee);
            dot += Memory.floatAt(query + 4L * i) * x;
            square += x * x;
        }
        return Kernel.cosineDistance(dot, square);
    }
}
