package io.windhover.storm.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A fresh standalone server in a process of its own, started by its launcher as a user does. Owned by one thread. */
public final class LocalServer implements AutoCloseable {
    private static final long START_NS_MAX = TimeUnit.SECONDS.toNanos(180);
    private static final long POLL_NS = 5_000_000;
    private static final int LAST_LINES = 40;
    private static final int END_SECONDS = 60;

    private final Path launcher;
    private final Path folder;
    private final int port;
    private volatile Process process;

    private LocalServer(Path launcher, Path folder, int port) {
        this.launcher = launcher;
        this.folder = folder;
        this.port = port;
        // A storm that is interrupted leaves no server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    /** Starts a server below a folder and waits until it listens. */
    public static LocalServer start(Path launcher, Path folder) throws IOException {
        Files.createDirectories(folder);
        LocalServer server = new LocalServer(launcher, folder, freePort());
        server.restart();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** Starts it, which must not be running, and waits until it listens. */
    public void restart() throws IOException {
        List<String> command = List.of(
                launcher.toString(),
                "serve",
                "--data",
                data().toString(),
                "--port",
                Integer.toString(port),
                "--http-port",
                "-1");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        long startedNs = System.nanoTime();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() - startedNs > START_NS_MAX) {
                throw new IOException("the server does not listen\n" + lastLines());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Tells whether somebody listens on its port. */
    public boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Ends it as kill -9 does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    /** Tells whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns its id. */
    public long pid() {
        return process.pid();
    }

    /** Returns where clients connect. */
    public int port() {
        return port;
    }

    /** Returns the directory of its data. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Returns the file of what it prints. */
    public Path log() {
        return folder.resolve("server.log");
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** Asks it to stop, and waits. */
    @Override
    public void close() {
        process.destroy();
        await();
        process.destroyForcibly();
    }

    private void await() {
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
