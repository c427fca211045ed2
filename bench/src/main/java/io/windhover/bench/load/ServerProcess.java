package io.windhover.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server in a process of its own, started the way a user does. */
public final class ServerProcess implements AutoCloseable {
    private static final long START_NS_MAX = 120_000_000_000L;
    private static final long POLL_NS = 2_000_000;

    private final Process process;
    private final int port;
    private final Path log;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts a Windhover on a data directory, perhaps with more options; does not wait for it. */
    public static ServerProcess start(Path data, int port, String... options) throws IOException {
        List<String> command = new ArrayList<>(program());
        command.addAll(List.of("--data", data.toString(), "--port", Integer.toString(port), "--http-port", "-1"));
        command.addAll(List.of(options));
        return launch(command, data, port);
    }

    /** Starts a program; its output is added to a file beside the directory. */
    public static ServerProcess launch(List<String> command, Path data, int port) throws IOException {
        Path log = data.resolveSibling(data.getFileName() + ".log");
        Files.createDirectories(data.toAbsolutePath().getParent());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        // A measurement that is interrupted leaves no server behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ServerProcess(process, port, log);
    }

    /** The launcher where there is one (it replaces itself by the server's JVM), else this JVM's own class path. */
    private static List<String> program() {
        String root = System.getProperty("windhover.root", "");
        if (!root.isEmpty() && Files.isExecutable(Path.of(root, "windhover"))) {
            return List.of(Path.of(root, "windhover").toString(), "serve");
        }
        Path flags = Path.of(root.isEmpty() ? "." : root, "jvm.flags");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + flags);
        String further = System.getenv().getOrDefault("WINDHOVER_JAVA_OPTS", "");
        command.addAll(Stream.of(further.split(" ")).filter(o -> !o.isEmpty()).toList());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "io.windhover.server.command.Main", "serve"));
        return command;
    }

    /** Returns a port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the port accepts connections. */
    public void awaitPort() throws IOException {
        long startedNs = System.nanoTime();
        while (!accepts(port)) {
            if (!process.isAlive()) {
                throw new IOException("the server ended with code " + process.exitValue() + "\n" + lastLines());
            }
            if (System.nanoTime() - startedNs > START_NS_MAX) {
                throw new IOException("the server did not open its port\n" + lastLines());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Tells whether somebody listens on a loopback port. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 100);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** Returns the end of what the server printed. */
    public String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    }

    /** Returns where clients connect. */
    public int port() {
        return port;
    }

    /** Returns the process's id. */
    public long pid() {
        return process.pid();
    }

    /** Tells whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as kill -9 does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(30);
    }

    /** Asks it to stop, and waits. */
    @Override
    public void close() {
        process.destroy();
        await(30);
        process.destroyForcibly();
    }

    private void await(int seconds) {
        try {
            process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
