package io.windhover.server.command;

import io.windhover.embedded.Windhover;
import io.windhover.proxy.Requests;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.server.config.ServerConfig;

/** The database that a server serves, as long as it is open. */
interface OpenDatabase extends AutoCloseable {
    /** Returns what answers requests. */
    Requests requests();

    /** Returns what is counted. */
    Metrics metrics();

    /** Flushes and gives the directory free. */
    @Override
    void close();

    /** Opens the directory of a configuration. */
    static OpenDatabase open(ServerConfig config) {
        Windhover database = Windhover.open(config.dataDirectory(), config.database());
        return new OpenDatabase() {
            @Override
            public Requests requests() {
                return database.requests();
            }

            @Override
            public Metrics metrics() {
                return database.runtime().metrics();
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }
}
