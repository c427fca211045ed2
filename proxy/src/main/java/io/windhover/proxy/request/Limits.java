package io.windhover.proxy.request;

/**
 * What a user may ask for at most; the defaults are Milvus's.
 *
 * @param topK              hits a query, offset included
 * @param queries           queries a search
 * @param fields            fields a collection
 * @param vectorFields      vector fields a collection
 * @param shards            shards a collection
 * @param partitions        partitions a collection
 * @param varCharLength     bytes of a VarChar value
 * @param insertBytes       bytes of one insert; negative = unlimited
 * @param hybridSearches    searches in one hybrid search
 * @param groupSize         hits of one group
 * @param groups            groups of one query
 */
public record Limits(
        int topK,
        int queries,
        int fields,
        int vectorFields,
        int shards,
        int partitions,
        int varCharLength,
        long insertBytes,
        int hybridSearches,
        int groupSize,
        int groups) {
    /** Milvus's limits. */
    public static final Limits DEFAULT = new Limits(16_384, 16_384, 64, 10, 16, 1_024, 65_535, -1, 1_024, 10, 100_000);
}
