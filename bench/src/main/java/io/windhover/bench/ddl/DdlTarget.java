package io.windhover.bench.ddl;

import io.windhover.bench.load.ProcessFigures;
import java.io.IOException;
import java.time.Duration;

/** A database whose partitions are created and dropped. Safe for any number of threads. */
interface DdlTarget extends AutoCloseable {
    /** Creates a collection. */
    void createCollection(String name);

    /** Creates a partition. */
    void createPartition(String collection, String partition);

    /** Drops a partition. */
    void dropPartition(String collection, String partition);

    /** Returns the number of a collection's partitions, the default one included. */
    int partitionCount(String collection);

    /** Returns what the kernel counted for its process. */
    ProcessFigures figures();

    /** Ends it, by force if it is a process of its own, and starts it again; returns the time to its first answer. */
    Duration restart() throws IOException;

    @Override
    void close();
}
