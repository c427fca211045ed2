package io.windhover.server.command;

import io.windhover.proxy.Requests;
import io.windhover.server.config.ServerConfig;

/** The database that a server serves, as long as it is open. */
interface OpenDatabase extends AutoCloseable {
    /** Returns what answers requests. */
    Requests requests();

    /** Flushes and gives the directory free. */
    @Override
    void close();

    /** Opens the directory of a configuration. */
    static OpenDatabase open(ServerConfig config) {
        throw new UnsupportedOperationException("no database in this build");
    }
}
