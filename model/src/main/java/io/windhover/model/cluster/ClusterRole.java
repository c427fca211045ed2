package io.windhover.model.cluster;

/** What a process of a cluster can be; any set of these. */
public enum ClusterRole {
    /** Answers clients. */
    PROXY,
    /** Decides, or stands by to. */
    COORDINATOR,
    /** Owns shards. */
    DATA,
    /** Serves reads. */
    QUERY
}
