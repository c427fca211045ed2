package io.windhover.index.graph;

/** How a vector index is made; the order is stored in files, so new ones go to the end. */
public enum IndexType {
    /** Compares every row; dense vectors. */
    FLAT,
    /** Hierarchical navigable small-world graph. */
    HNSW,
    /** Compares every row; bits. */
    BIN_FLAT,
    /** Graph of one layer with codes beside its links; rows of floats. Users have no name for it. */
    QUANT_GRAPH,
    /** Lists of the rows near to some centroids, with codes; dense vectors. */
    IVF;
}
