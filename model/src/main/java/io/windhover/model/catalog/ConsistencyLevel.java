package io.windhover.model.catalog;

/** How fresh a read must be; the order is the number on Milvus's wire. */
public enum ConsistencyLevel {
    /** Sees every change acknowledged before it. */
    STRONG,
    /** Sees every change of its own session. */
    SESSION,
    /** May miss the last seconds. */
    BOUNDED,
    /** Sees what is there. */
    EVENTUALLY,
    /** Sees every change up to a timestamp it names. */
    CUSTOMIZED
}
