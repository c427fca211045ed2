package io.windhover.server.command;

import io.windhover.server.Server;
import io.windhover.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Serves an empty directory to a client of its own that does what clients do, closes, recovers, and ends. Run once
 * after a build with the JVM noting its classes, so that later starts find them read and checked, lambdas among them.
 */
@Command(name = "rehearse", hidden = true, description = "Does what clients do, for the JVM's archive of classes.")
final class RehearseCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "an empty directory")
    private Path data;

    @Override
    public Integer call() throws Exception {
        ServerConfig settings = ServerConfig.read(
                Optional.empty(),
                new ServerConfig.Overrides(Optional.of(data), Optional.empty(), Optional.of(0), Optional.of(0)));
        serve(settings, Rehearsal::first);
        serve(settings, Rehearsal::again);
        return 0;
    }

    /** What is done with a server that is open. */
    private interface Play {
        void run(Rehearsal rehearsal);
    }

    private static void serve(ServerConfig settings, Play play) throws Exception {
        try (OpenDatabase database = OpenDatabase.open(settings);
                Server server = Server.start(settings, database.requests(), database.metrics());
                Rehearsal rehearsal = new Rehearsal(server.port())) {
            play.run(rehearsal);
        }
    }
}
