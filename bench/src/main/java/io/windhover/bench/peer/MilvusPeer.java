package io.windhover.bench.peer;

import io.windhover.bench.load.ServerProcess;
import io.windhover.bench.load.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Milvus 2.3.5 standalone, its own binary with embedded metadata store and queue.
 *
 * @param python with the package {@code milvus}; {@code bench/peers/install.sh} makes one
 * @param script {@code bench/peers/milvus_ctl.py}
 */
public record MilvusPeer(Path python, Path script) implements Subject {
    /** Finds the peer in a working copy of the project, or in the Python that is named. */
    public static MilvusPeer in(Path root, Path python) throws IOException {
        if (!Files.isExecutable(python)) {
            throw new IOException("no " + python + ": run bench/peers/install.sh, or use --no-peer");
        }
        return new MilvusPeer(python, root.resolve("bench/peers/milvus_ctl.py"));
    }

    @Override
    public String name() {
        return "milvus";
    }

    @Override
    public ServerProcess start(Path data, int port) throws IOException {
        List<String> command = List.of(
                python.toString(),
                script.toAbsolutePath().toString(),
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--http-port",
                Integer.toString(ServerProcess.freePort()));
        return ServerProcess.launch(command, data, port);
    }
}
