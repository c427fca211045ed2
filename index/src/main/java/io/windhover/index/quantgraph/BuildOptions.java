package io.windhover.index.quantgraph;

import io.windhover.index.Tasks;
import io.windhover.index.kernel.CodeScan;

/**
 * How a graph is built.
 *
 * @param degree neighbours of a row, a multiple of 32
 * @param candidates kept while seeking them
 * @param codeDims dimensions that a code of 5 bits covers: 2, 3 or 5
 * @param seed decides what is drawn
 * @param tasks who works
 */
public record BuildOptions(int degree, int candidates, int codeDims, long seed, Tasks tasks) {
    private static final int DEGREE_MAX = 256;
    /** Up to this dim codes have 2.5 bits a dimension: shorter ones tell too little of a short vector. */
    private static final int FINE_DIM_MAX = 192;

    /** Returns options in HNSW's words: 2M neighbours, to the nearest multiple of 32. */
    public static BuildOptions of(int dim, int m, int efConstruction, long seed, Tasks tasks) {
        int blocks = Math.max(1, (2 * Math.min(m, DEGREE_MAX) + CodeScan.ROWS / 2) / CodeScan.ROWS);
        int degree = Math.min(DEGREE_MAX, blocks * CodeScan.ROWS);
        return new BuildOptions(degree, efConstruction, dim <= FINE_DIM_MAX ? 2 : 3, seed, tasks);
    }
}
