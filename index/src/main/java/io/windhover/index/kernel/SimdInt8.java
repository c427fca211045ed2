package io.windhover.index.kernel;

import static io.windhover.index.kernel.Memory.ALL;
import static io.windhover.index.kernel.Memory.ORDER;

import io.windhover.index.vector.Metric;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels of INT8 rows. Bytes are widened to shorts and multiplied there, where one product fits (signed for the dot
 * product, unsigned for squares of differences); the shorts are then added up as the halves of ints.
 */
final class SimdInt8 {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHORTS.vectorShape());
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
    private static final int LANES = SHORTS.length();

    private SimdInt8() {}

    static Kernel of(Metric metric, int dim) {
        return Kernel.dense(
                metric,
                new Kernel(dim, (query, row, n) -> l2(query, row, n), SimdInt8::l2Many),
                new Kernel(dim, (query, row, n) -> -dot(query, row, n), SimdInt8::ipMany),
                Kernel.looped(dim, SimdInt8::cosine));
    }

    private static ShortVector load(long address) {
        return (ShortVector)
                ByteVector.fromMemorySegment(BYTES, ALL, address, ORDER).convertShape(VectorOperators.B2S, SHORTS, 0);
    }

    private static int dot(long query, long row, int dim) {
        IntVector even = IntVector.zero(INTS);
        IntVector odd = even;
        int i = 0;
        for (; i <= dim - LANES; i += LANES) {
            IntVector products = load(query + i).mul(load(row + i)).reinterpretAsInts();
            odd = odd.add(products.lanewise(VectorOperators.ASHR, 16));
            even = even.add(products.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16));
        }
        return even.add(odd).reduceLanes(VectorOperators.ADD) + ScalarKernels.int8Dot(query, row, i, dim);
    }

    private static int l2(long query, long row, int dim) {
        IntVector even = IntVector.zero(INTS);
        IntVector odd = even;
        int i = 0;
        for (; i <= dim - LANES; i += LANES) {
            ShortVector difference = load(query + i).sub(load(row + i));
            IntVector squares = difference.mul(difference).reinterpretAsInts();
            odd = odd.add(squares.lanewise(VectorOperators.LSHR, 16));
            even = even.add(squares.and(0xffff));
        }
        return even.add(odd).reduceLanes(VectorOperators.ADD) + ScalarKernels.int8L2(query, row, i, dim);
    }

    private static float cosine(long query, long row, int dim) {
        float scale = Memory.floatAt(query + QueryForm.scaleOffset(dim));
        return scale * Kernel.cosineDistance(dot(query, row, dim), dot(row, row, dim));
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
}
