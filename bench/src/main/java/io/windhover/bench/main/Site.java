package io.windhover.bench.main;

import io.grpc.StatusRuntimeException;
import io.windhover.bench.load.CallFailed;
import io.windhover.bench.load.MilvusClient;
import io.windhover.bench.load.ProcessFigures;
import io.windhover.bench.load.ServerProcess;
import io.windhover.bench.load.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One server that is measured, with its data and a client. */
final class Site implements Served, AutoCloseable {
    private static final long ANSWER_NS_MAX = 180_000_000_000L;
    private static final long POLL_NS = 5_000_000;

    private final Subject subject;
    private final Path data;
    private final int port;
    private ServerProcess server;
    private MilvusClient client;

    private Site(Subject subject, Path data, int port) {
        this.subject = subject;
        this.data = data;
        this.port = port;
    }

    /** Starts a server on an empty directory and waits for its first answer. */
    static Site open(Subject subject, Path folder) throws IOException {
        Site site = new Site(subject, folder.resolve(subject.name()), ServerProcess.freePort());
        site.start(MilvusClient::collections);
        return site;
    }

    /** A question that only a server that is up answers. */
    @FunctionalInterface
    interface Question {
        /** Asks; any failure means not yet. */
        void ask(MilvusClient client);
    }

    /** Starts the server; returns how long until the question was answered. */
    Duration start(Question question) throws IOException {
        long startedNs = System.nanoTime();
        server = subject.start(data, port);
        server.awaitPort();
        client = new MilvusClient(port);
        while (true) {
            try {
                question.ask(client);
                return Duration.ofNanos(System.nanoTime() - startedNs);
            } catch (CallFailed | StatusRuntimeException notYet) {
                if (System.nanoTime() - startedNs > ANSWER_NS_MAX) {
                    throw new IOException(subject.name() + " gives no answer: " + notYet.getMessage(), notYet);
                }
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }

    /** Ends the server as kill -9 does. */
    void kill() {
        client.close();
        server.kill();
    }

    @Override
    public String name() {
        return subject.name();
    }

    Subject subject() {
        return subject;
    }

    @Override
    public MilvusClient client() {
        return client;
    }

    @Override
    public int port() {
        return port;
    }

    ProcessFigures figures() {
        return ProcessFigures.of(server.pid());
    }

    @Override
    public long cpuNs() {
        return figures().cpuNs();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        server.kill();
    }
}
