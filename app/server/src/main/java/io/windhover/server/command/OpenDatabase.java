package io.windhover.server.command;

import io.windhover.embedded.Windhover;
import io.windhover.proxy.Requests;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.server.BuildProperties;
import io.windhover.server.config.ServerConfig;
import io.windhover.server.shared.SharedDatabase;
import io.windhover.server.shared.SharedSettings;

/**
 * The database that a server serves, as long as it is open.
 *
 * @param requests what answers requests
 * @param metrics  what is counted
 * @param closing  flushes and gives free what it is kept in
 */
record OpenDatabase(Requests requests, Metrics metrics, Runnable closing) implements AutoCloseable {
    /** Opens what a configuration names: a directory of this process, or services that others share. */
    static OpenDatabase open(ServerConfig config) {
        return config.shared().map(shared -> shared(config, shared)).orElseGet(() -> alone(config));
    }

    private static OpenDatabase shared(ServerConfig config, SharedSettings shared) {
        SharedDatabase database = SharedDatabase.open(
                shared,
                config.cluster().orElseThrow(),
                config.database(),
                config.dataDirectory(),
                BuildProperties.read().version());
        return new OpenDatabase(database.requests(), database.runtime().metrics(), database::close);
    }

    private static OpenDatabase alone(ServerConfig config) {
        Windhover database = Windhover.open(config.dataDirectory(), config.database());
        return new OpenDatabase(database.requests(), database.runtime().metrics(), database::close);
    }

    @Override
    public void close() {
        closing.run();
    }
}
