package io.windhover.index.kernel;

import io.windhover.index.kernel.Codebook.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What each code adds to the inner product with one query: for every group of dimensions 32 shorts. The shorts of at most
 * {@link #LINES_AT_ONCE} lines add up within 16 bits. Working memory of one thread, filled anew for each query.
 */
public final class CodeTable {
    /** Lines whose shorts are added before they are widened. */
    static final int LINES_AT_ONCE = 32;

    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final int LANES = S.length();
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(S.vectorBitSize() / 2));

    private static final float SUM_MAX = 32_000f;
    /** Added and taken off again, it rounds a float of less than 2^22 to a whole number. */
    private static final float ROUNDING = 0x1.8p23f;

    private final Codebook codebook;
    private final Shape shape;
    private final MemorySegment memory;
    private float scale = 1;

    /** Makes room for the table of queries with {@code shape}. */
    public CodeTable(Codebook codebook, Shape shape) {
        this.codebook = codebook;
        this.shape = shape;
        this.memory = Arena.ofAuto().allocate(2L * Codebook.CODES * shape.groups(), 64);
    }

    /** Computes the table of a query; {@code query} has {@link Shape#codedDim()} elements. */
    public void fill(float[] query) {
        float largest = codebook.productBound(query, shape.groups());
        int groupsAtOnce = Math.min(shape.groups(), LINES_AT_ONCE * Shape.GROUPS_PER_LINE);
        float toShort = largest > 0 ? SUM_MAX / (largest * groupsAtOnce) : 1;
        int dims = codebook.dims();
        long target = memory.address();
        for (int group = 0, at = 0; group < shape.groups(); group++, at += dims) {
            for (int code = 0; code < Codebook.CODES; code += LANES, target += 2L * LANES) {
                FloatVector product = FloatVector.zero(S);
                for (int d = 0; d < dims; d++) {
                    FloatVector coordinates = FloatVector.fromArray(S, codebook.coordinates(d), code);
                    product = coordinates.fma(FloatVector.broadcast(S, query[at + d] * toShort), product);
                }
                product = product.add(ROUNDING).sub(ROUNDING);
                ((ShortVector) product.convertShape(VectorOperators.F2S, SHORTS, 0))
                        .intoMemorySegment(Memory.ALL, target, Memory.ORDER);
            }
        }
        scale = 1 / toShort;
    }

    /** Returns the address of the shorts. */
    long address() {
        return memory.address();
    }

    /** Returns how many lines of 64 bytes the codes of 32 rows take. */
    int lines() {
        return shape.lines();
    }

    /** Returns what a short is worth. */
    float scale() {
        return scale;
    }
}
