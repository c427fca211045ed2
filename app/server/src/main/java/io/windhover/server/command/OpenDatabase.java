package io.windhover.server.command;

import io.windhover.embedded.Windhover;
import io.windhover.proxy.Requests;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.server.config.ServerConfig;
import io.windhover.server.shared.SharedDatabase;
import io.windhover.server.shared.SharedSettings;

/** The database that a server serves, as long as it is open. */
interface OpenDatabase extends AutoCloseable {
    /** Returns what answers requests. */
    Requests requests();

    /** Returns what is counted. */
    Metrics metrics();

    /** Flushes and gives the directory free. */
    @Override
    void close();

    /** Opens what a configuration names: a directory of this process, or services that others share. */
    static OpenDatabase open(ServerConfig config) {
        return config.shared()
                .map(shared -> of(config, shared))
                .orElseGet(() -> of(Windhover.open(config.dataDirectory(), config.database())));
    }

    private static OpenDatabase of(ServerConfig config, SharedSettings shared) {
        String name = config.transport().host() + ":" + config.transport().port() + " (process "
                + ProcessHandle.current().pid() + ")";
        SharedDatabase database = SharedDatabase.open(name, shared, config.database(), config.dataDirectory());
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

    private static OpenDatabase of(Windhover database) {
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
