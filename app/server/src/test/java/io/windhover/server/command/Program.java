package io.windhover.server.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code windhover serve} as a process, on free ports unless told otherwise; what it says is kept in a file. */
final class Program implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("windhover.root"));
    private static final int SECONDS_MAX = 60;

    private final Process process;
    private final Path errors;

    private Program(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts the program. */
    static Program serve(Path errors, Path data, int port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Files.readAllLines(ROOT.resolve("jvm.flags")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "serve"));
        command.addAll(List.of("--data", data.toString(), "--port", Integer.toString(port), "--http-port", "-1"));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new Program(process, errors);
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it is ready; false if it ended before. */
    boolean awaitReady() throws IOException {
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("Ready")) {
                return true;
            }
        }
        return false;
    }

    /** Waits for its end by itself and returns its exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            throw new AssertionError("the program did not end");
        }
        return process.exitValue();
    }

    /** Returns what it said on standard error. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    /** Ends it cleanly, if it runs. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
