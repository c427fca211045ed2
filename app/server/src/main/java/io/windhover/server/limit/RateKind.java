package io.windhover.server.limit;

/** What is limited by rate; each kind of request counts into one. */
public enum RateKind {
    /** Create, drop, rename, alter, load and release of collections; requests. */
    COLLECTION_DDL,
    /** Create, drop, load and release of partitions; requests. */
    PARTITION_DDL,
    /** Create, drop and alter of indexes; requests. */
    INDEX,
    /** Flushes; requests. */
    FLUSH,
    /** Compactions; requests. */
    COMPACTION,
    /** Create, drop and alter of databases; requests. */
    DATABASE,
    /** Inserts; bytes of the requests. */
    INSERT,
    /** Upserts; bytes of the requests. */
    UPSERT,
    /** Deletes; bytes of the requests. */
    DELETE,
    /** Searches and hybrid searches; query vectors. */
    SEARCH,
    /** Queries; requests. */
    QUERY
}
