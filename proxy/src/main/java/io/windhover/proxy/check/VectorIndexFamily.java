package io.windhover.proxy.check;

/** Vector index types by Milvus's names, grouped by the parameters that they take. */
public enum VectorIndexFamily {
    /** Compares all rows. */
    EXACT,
    /** Graphs: M, efConstruction, ef. */
    GRAPH,
    /** A graph with names of its own for that: max_degree, search_list_size, search_list. */
    DISK_GRAPH,
    /** A graph that is asked with other parameters, none of which is looked at. */
    GPU_GRAPH,
    /** Lists of rows: nlist, nprobe, reorder_k. */
    LISTS,
    /** Inverted lists of sparse vectors. */
    SPARSE,
    /** Known by name only. */
    UNSUPPORTED,
    /** No index type. */
    NONE;

    /** Returns the family of an index type. */
    public static VectorIndexFamily of(String indexType) {
        return switch (indexType) {
            case "FLAT", "BIN_FLAT", "GPU_BRUTE_FORCE" -> EXACT;
            case "HNSW", "HNSW_SQ", "HNSW_PQ", "HNSW_PRQ" -> GRAPH;
            case "DISKANN" -> DISK_GRAPH;
            case "GPU_CAGRA" -> GPU_GRAPH;
            case "IVF_FLAT", "IVF_SQ8", "IVF_PQ", "IVF_RABITQ", "SCANN", "GPU_IVF_FLAT", "GPU_IVF_PQ", "BIN_IVF_FLAT" ->
                LISTS;
            case "SPARSE_INVERTED_INDEX", "SPARSE_WAND" -> SPARSE;
            case "MINHASH_LSH" -> UNSUPPORTED;
            default -> NONE;
        };
    }
}
