package io.windhover.bench.ann;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An index library at work in a process of its own: it answers a command a line with a line. */
final class AnnSubject implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    private AnnSubject(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    /**
     * Vectors to index and to search for.
     *
     * @param name as figures call it
     * @param base file of rows
     * @param queries file of queries
     * @param truth file of the exact nearest of each query
     * @param rows how many of the rows are indexed
     */
    record Task(String name, Path base, Path queries, Path truth, int rows) {}

    /** Starts one of our engines. */
    static AnnSubject ours(String engine, Task task) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AnnWorker.class.getName(),
                engine));
        return start(engine, command, task);
    }

    /** Starts a peer in a Python that has it. */
    static AnnSubject peer(String library, Path python, Path root, Task task) throws IOException {
        Path script = root.resolve("bench/peers/ann_worker.py");
        return start(library, new ArrayList<>(List.of(python.toString(), script.toString(), library)), task);
    }

    private static AnnSubject start(String name, List<String> command, Task task) throws IOException {
        command.addAll(
                List.of(task.base.toString(), task.queries.toString(), task.truth.toString(), "" + task.rows, "1"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new AnnSubject(name, process);
    }

    String name() {
        return name;
    }

    /**
     * What a build took.
     *
     * @param cpuSeconds of all its threads
     * @param megabytes of the index, vectors included
     */
    record Built(double cpuSeconds, double megabytes) {}

    Built build() throws IOException {
        double[] numbers = ask("build");
        return new Built(numbers[0], numbers[1]);
    }

    Curve.Point search(int ef) throws IOException {
        double[] numbers = ask("search " + ef);
        return new Curve.Point(numbers[0], numbers[1]);
    }

    /** Searches where only a random share of the rows is allowed, ours only. */
    Curve.Point filtered(double share, int ef) throws IOException {
        double[] numbers = ask("filter " + share + " " + ef);
        return new Curve.Point(numbers[0], numbers[1]);
    }

    /** Returns how many times the queries of one thread so many threads answer in the same time, ours only. */
    double speedUp(int threads, int ef) throws IOException {
        return ask("threads " + threads + " " + ef)[0];
    }

    private double[] ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " ended while it was asked to " + command);
        }
        String[] words = answer.split(" ");
        return new double[] {Double.parseDouble(words[1]), Double.parseDouble(words[2])};
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
