package io.windhover.index.graph;

import io.windhover.index.kernel.Codebook;
import io.windhover.model.DatabaseException;
import io.windhover.model.Invariant;
import java.util.Map;

/**
 * How an inverted file is built.
 *
 * @param lists wanted (nlist)
 * @param codeBits bits that a row's code may have; the largest int = as many as there are, 0 = as few
 */
public record IvfParams(int lists, int codeBits) {
    /** What a user gets who names no parameters. */
    public static final IvfParams DEFAULT = new IvfParams(128, Integer.MAX_VALUE);

    private static final int COARSE_DIM_MIN = 64;

    /** Checks the ranges. */
    public IvfParams {
        Invariant.check(lists >= 1 && lists <= IntParam.NLIST.max(), "nlist {}", lists);
    }

    /** Returns the codebook for rows of {@code dim} elements; short codes of few dimensions would tell nothing. */
    Codebook codebook(int dim) {
        if (dim < COARSE_DIM_MIN || codeBits >= 2L * dim) {
            return Codebook.TWO;
        }
        return 4L * codeBits >= 5L * dim ? Codebook.THREE : Codebook.FIVE;
    }

    /** Reads {@code nlist}, and {@code m} and {@code nbits} of IVF_PQ; fails with PARAMETER_INVALID in Milvus's words. */
    static IvfParams parse(String name, Map<String, String> params) {
        int lists = IntParam.NLIST.read(params, DEFAULT.lists);
        if (name.equals("IVF_RABITQ")) {
            return new IvfParams(lists, 0);
        }
        int m = IntParam.PQ_M.read(params, 0);
        int bits = IntParam.NBITS.read(params, 8);
        boolean isProduct = name.endsWith("IVF_PQ") && m > 0;
        return new IvfParams(lists, isProduct ? Math.multiplyExact(m, bits) : DEFAULT.codeBits);
    }

    /** Refuses a number of parts of a product code that does not divide the dimension. */
    static void checkParts(Map<String, String> params, int dim) {
        int m = IntParam.PQ_M.read(params, 0);
        if (m > 0 && dim % m != 0) {
            throw DatabaseException.invalid(
                    "The dimension of a vector (dim) should be a multiple of the number of subquantizers (m). "
                            + "Dimension:%d, m:%d",
                    dim, m);
        }
    }
}
