package io.windhover.index.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Finds the codes of one vector at a time. One thread's working memory. */
public final class VectorCoder {
    private static final VectorSpecies<Float> S = SimdFloat.S;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, S.vectorShape());
    private static final int LANES = S.length();

    private final Codebook codebook;
    private final int[] codes;
    private final float[] points;
    private final int[] cells;

    /** Makes room for vectors of {@code shape}; the arrays that come have {@link #length()} elements. */
    public VectorCoder(Codebook codebook, Codebook.Shape shape) {
        this.codebook = codebook;
        this.codes = new int[shape.groups()];
        int length = (shape.codedDim() + LANES - 1) / LANES * LANES;
        this.points = new float[length];
        this.cells = new int[length];
    }

    /** Returns the length of arrays: the coded dim, padded. Elements beyond those of a vector are zero. */
    public int length() {
        return points.length;
    }

    /** Finds the codes of {@code vector * scale}. */
    public void encode(float[] vector, float scale) {
        float toCells = codebook.cellsPerUnit();
        float middle = codebook.cells() / 2f;
        FloatVector last = FloatVector.broadcast(S, codebook.cells() - 1f);
        for (int i = 0; i < cells.length; i += LANES) {
            FloatVector cell =
                    FloatVector.fromArray(S, vector, i).mul(scale * toCells).add(middle);
            ((IntVector) cell.max(0f).min(last).convertShape(VectorOperators.F2I, INTS, 0)).intoArray(cells, i);
        }
        int dims = codebook.dims();
        for (int group = 0, at = 0; group < codes.length; group++, at += dims) {
            int code = codebook.code(cells, at);
            codes[group] = code;
            codebook.copyPoint(code, points, at);
        }
    }

    /** Returns the code of a group. */
    public int code(int group) {
        return codes[group];
    }

    /** Returns the inner product of the points that the codes stand for with another vector. */
    public float product(float[] other) {
        FloatVector even = FloatVector.zero(S);
        for (int i = 0; i < points.length; i += LANES) {
            even = FloatVector.fromArray(S, points, i).fma(FloatVector.fromArray(S, other, i), even);
        }
        return Lanes.sum(even);
    }

    /** Writes {@code to - from} and returns its square. */
    public static float difference(float[] to, float[] from, float[] out) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = 0; i < out.length; i += LANES) {
            FloatVector difference = FloatVector.fromArray(S, to, i).sub(FloatVector.fromArray(S, from, i));
            difference.intoArray(out, i);
            sum = difference.fma(difference, sum);
        }
        return Lanes.sum(sum);
    }
}
