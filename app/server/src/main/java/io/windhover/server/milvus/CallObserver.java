package io.windhover.server.milvus;

/** Told of every call when it ends. Must be quick and safe for any number of threads. */
@FunctionalInterface
public interface CallObserver {
    /**
     * A call ended.
     *
     * @param method     bare name of the RPC
     * @param code       0 or the wire code of its failure
     * @param durationNs from its first to its last moment in the server
     */
    void ended(String method, int code, long durationNs);
}
