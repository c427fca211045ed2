package io.windhover.bench.main;

import io.windhover.bench.load.MilvusClient;

/** A database that is measured through its wire, whatever processes serve it. */
interface Served {
    /** Returns what it is called in results. */
    String name();

    /** Returns a client of it. */
    MilvusClient client();

    /** Returns the port of its clients. */
    int port();

    /** Returns the processor time of all its processes so far, in nanoseconds. */
    long cpuNs();

    /** Returns the processor time of its processes while something ran, in nanoseconds. */
    default long cpuNs(Runnable work) {
        long before = cpuNs();
        work.run();
        return cpuNs() - before;
    }
}
