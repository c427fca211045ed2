package io.windhover.index.graph;

import io.windhover.model.Invariant;
import java.util.Map;

/**
 * How a graph is built.
 *
 * @param m neighbours a node seeks on each layer (the paper's M); twice as many are kept on layer 0
 * @param efConstruction candidates kept while seeking them
 * @param seed decides the layers of the nodes
 */
public record HnswParams(int m, int efConstruction, long seed) {
    /** What a user gets who names no parameters. */
    public static final HnswParams DEFAULT = new HnswParams(30, 360, 42);

    /** What AUTOINDEX means for dense vectors. */
    public static final HnswParams AUTO = new HnswParams(18, 240, 42);

    private static final int DISK_DEGREE = 56;
    private static final int DISK_LIST = 100;

    /** Checks the ranges. */
    public HnswParams {
        Invariant.check(m >= IntParam.M.min() && m <= IntParam.M.max(), "M {}", m);
        Invariant.check(efConstruction >= 1, "efConstruction {}", efConstruction);
    }

    /** Returns parameters with the usual seed. */
    public static HnswParams of(int m, int efConstruction) {
        return new HnswParams(m, efConstruction, DEFAULT.seed);
    }

    /**
     * Reads {@code M} and {@code efConstruction}, or what DISKANN calls them: {@code max_degree}, which is 2M, and {@code
     * search_list_size}; CAGRA has others, which say nothing here. Fails with PARAMETER_INVALID in Milvus's words.
     */
    static HnswParams parse(String name, Map<String, String> params) {
        if (name.equals(IndexSpec.CAGRA)) {
            return DEFAULT;
        }
        if (name.equals(IndexSpec.DISKANN)) {
            int degree = IntParam.MAX_DEGREE.read(params, DISK_DEGREE);
            return of(Math.max(IntParam.M.min(), degree / 2), IntParam.SEARCH_LIST_SIZE.read(params, DISK_LIST));
        }
        return of(IntParam.M.read(params, DEFAULT.m), IntParam.EF_CONSTRUCTION.read(params, DEFAULT.efConstruction));
    }
}
