package io.windhover.index.kernel;

import static io.windhover.index.kernel.Memory.ALL;
import static io.windhover.index.kernel.Memory.ORDER;

import io.windhover.index.vector.Metric;
import io.windhover.model.SizeExempt;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels of FLOAT rows. The elements after the last whole vector are read with a mask where lanes that are masked out
 * are certain not to touch memory (512-bit vectors), else one by one: a row may be the last bytes of a mapping.
 */
final class SimdFloat {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    static final int LANES = S.length();
    private static final boolean MASKED = LANES >= 16;
    private static final long BYTES = 4L * LANES;

    private SimdFloat() {}

    static Kernel of(Metric metric, int dim) {
        return Kernel.dense(
                metric,
                new Kernel(dim, SimdFloat::l2, SimdFloat::l2Many),
                new Kernel(dim, (query, row, n) -> -dot(query, row, n), SimdFloat::ipMany),
                new Kernel(dim, SimdFloat::cosine, SimdFloat::cosineMany));
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(S, ALL, address, ORDER);
    }

    private static FloatVector load(long address, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(S, ALL, address, ORDER, mask);
    }

    @SizeExempt("SIMD kernel")
    static float dot(long query, long row, int dim) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        long q = query;
        long r = row;
        int i = 0;
        for (; i <= dim - 4 * LANES; i += 4 * LANES, q += 4 * BYTES, r += 4 * BYTES) {
            s0 = load(q).fma(load(r), s0);
            s1 = load(q + BYTES).fma(load(r + BYTES), s1);
            s2 = load(q + 2 * BYTES).fma(load(r + 2 * BYTES), s2);
            s3 = load(q + 3 * BYTES).fma(load(r + 3 * BYTES), s3);
        }
        for (; i <= dim - LANES; i += LANES, q += BYTES, r += BYTES) {
            s0 = load(q).fma(load(r), s0);
        }
        float tail = 0;
        if (i < dim) {
            if (MASKED) {
                VectorMask<Float> mask = S.indexInRange(i, dim);
                s1 = load(q, mask).fma(load(r, mask), s1);
            } else {
                for (; i < dim; i++, q += 4, r += 4) {
                    tail += Memory.floatAt(q) * Memory.floatAt(r);
                }
            }
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3))) + tail;
    }

    @SizeExempt("SIMD kernel")
    static float l2(long query, long row, int dim) {
        FloatVector s0 = FloatVector.zero(S);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        long q = query;
        long r = row;
        int i = 0;
        for (; i <= dim - 4 * LANES; i += 4 * LANES, q += 4 * BYTES, r += 4 * BYTES) {
            FloatVector a = load(q).sub(load(r));
            FloatVector b = load(q + BYTES).sub(load(r + BYTES));
            FloatVector c = load(q + 2 * BYTES).sub(load(r + 2 * BYTES));
            FloatVector d = load(q + 3 * BYTES).sub(load(r + 3 * BYTES));
            s0 = a.fma(a, s0);
            s1 = b.fma(b, s1);
            s2 = c.fma(c, s2);
            s3 = d.fma(d, s3);
        }
        for (; i <= dim - LANES; i += LANES, q += BYTES, r += BYTES) {
            FloatVector a = load(q).sub(load(r));
            s0 = a.fma(a, s0);
        }
        float tail = 0;
        if (i < dim) {
            if (MASKED) {
                VectorMask<Float> mask = S.indexInRange(i, dim);
                FloatVector a = load(q, mask).sub(load(r, mask));
                s1 = a.fma(a, s1);
            } else {
                for (; i < dim; i++, q += 4, r += 4) {
                    float a = Memory.floatAt(q) - Memory.floatAt(r);
                    tail += a * a;
                }
            }
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3))) + tail;
    }

    @SizeExempt("SIMD kernel")
    private static float cosine(long query, long row, int dim) {
        FloatVector dots = FloatVector.zero(S);
        FloatVector squares = dots;
        FloatVector dots1 = dots;
        FloatVector squares1 = dots;
        long q = query;
        long r = row;
        int i = 0;
        for (; i <= dim - 2 * LANES; i += 2 * LANES, q += 2 * BYTES, r += 2 * BYTES) {
            FloatVector x = load(r);
            FloatVector y = load(r + BYTES);
            dots = load(q).fma(x, dots);
            squares = x.fma(x, squares);
            dots1 = load(q + BYTES).fma(y, dots1);
            squares1 = y.fma(y, squares1);
        }
        for (; i <= dim - LANES; i += LANES, q += BYTES, r += BYTES) {
            FloatVector x = load(r);
            dots = load(q).fma(x, dots);
            squares = x.fma(x, squares);
        }
        float dot = 0;
        float square = 0;
        if (i < dim) {
            if (MASKED) {
                VectorMask<Float> mask = S.indexInRange(i, dim);
                FloatVector x = load(r, mask);
                dots1 = load(q, mask).fma(x, dots1);
                squares1 = x.fma(x, squares1);
            } else {
                for (; i < dim; i++, q += 4, r += 4) {
                    float x = Memory.floatAt(r);
                    dot += Memory.floatAt(q) * x;
                    square += x * x;
                }
            }
        }
        return Kernel.cosineDistance(Lanes.sum(dots.add(dots1)) + dot, Lanes.sum(squares.add(squares1)) + square);
    }

    private static void ipMany(long query, Kernel.Column column, int[] ids, int count, float[] out) {
        long address = column.address();
        long rowBytes = column.rowBytes();
        int dim = column.dim();
        for (int i = 0; i < count; i++) {
            out[i] = -dot(query, address + ids[i] * rowBytes, dim);
        }
    }

    private static void l2Many(long query, Kernel.Column column, int[] ids, int count, float[] out) {
        long address = column.address();
        long rowBytes = column.rowBytes();
        int dim = column.dim();
        for (int i = 0; i < count; i++) {
            out[i] = l2(query, address + ids[i] * rowBytes, dim);
        }
    }

    private static void cosineMany(long query, Kernel.Column column, int[] ids, int count, float[] out) {
        long address = column.address();
        long rowBytes = column.rowBytes();
        int dim = column.dim();
        for (int i = 0; i < count; i++) {
            out[i] = cosine(query, address + ids[i] * rowBytes, dim);
        }
    }
}
