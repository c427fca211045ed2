package io.windhover.bench.ddl;

import io.grpc.StatusRuntimeException;
import io.windhover.bench.load.CallFailed;
import io.windhover.bench.load.MilvusClient;
import io.windhover.bench.load.ProcessFigures;
import io.windhover.bench.load.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own, asked over the wire. */
final class ServedTarget implements DdlTarget {
    private static final int DIM = 8;
    private static final long ANSWER_NS_MAX = 300_000_000_000L;

    private final Path data;
    private final Path config;
    private final int port;
    private ServerProcess server;
    private MilvusClient client;

    private ServedTarget(Path data, Path config, int port) {
        this.data = data;
        this.config = config;
        this.port = port;
    }

    /** Starts a server that allows so many partitions a collection and in all. */
    static ServedTarget open(Path data, int partitionsMax, int capacity) throws IOException {
        Path config = data.resolveSibling(data.getFileName() + ".yaml");
        Files.writeString(
                config,
                "rootCoord: {maxPartitionNum: %d, maxGeneralCapacity: %d}%n".formatted(partitionsMax, capacity));
        ServedTarget target = new ServedTarget(data, config, ServerProcess.freePort());
        target.start();
        return target;
    }

    private Duration start() throws IOException {
        long startedNs = System.nanoTime();
        server = ServerProcess.start(data, port, "--config", config.toString());
        server.awaitPort();
        client = new MilvusClient(port);
        while (true) {
            try {
                client.collections();
                return Duration.ofNanos(System.nanoTime() - startedNs);
            } catch (CallFailed | StatusRuntimeException notYet) {
                if (System.nanoTime() - startedNs > ANSWER_NS_MAX) {
                    throw new IOException("no answer after the start: " + notYet.getMessage(), notYet);
                }
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    @Override
    public void createCollection(String name) {
        client.createCollection(name, DIM, 1);
    }

    @Override
    public void createPartition(String collection, String partition) {
        client.createPartition(collection, partition);
    }

    @Override
    public void dropPartition(String collection, String partition) {
        client.dropPartition(collection, partition);
    }

    @Override
    public int partitionCount(String collection) {
        return client.partitions(collection).size();
    }

    @Override
    public ProcessFigures figures() {
        return ProcessFigures.of(server.pid());
    }

    @Override
    public Duration restart() throws IOException {
        client.close();
        server.kill();
        return start();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
