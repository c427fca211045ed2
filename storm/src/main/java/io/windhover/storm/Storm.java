package io.windhover.storm;

import io.windhover.storm.endpoint.CallFailed;
import io.windhover.storm.play.Features;
import io.windhover.storm.process.ClusterChaos;
import io.windhover.storm.process.ClusterProcesses;
import io.windhover.storm.process.LocalServer;
import io.windhover.storm.report.Comparison;
import io.windhover.storm.report.HtmlReport;
import io.windhover.storm.report.JsonReport;
import io.windhover.storm.report.Summary;
import io.windhover.storm.report.TextReport;
import io.windhover.storm.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Clients concurrently create partitions of one collection, fill, flush, rebuild every index, load, search, release and
 * drop them, while canaries read the rows that nobody touches; every answer is checked.
 */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Concurrent DDL, writes and searches against any Milvus-compatible server, every answer checked.",
        footer = "Exits with 0 only if nothing was wrong, with 1 if something was, with 2 if it could not be played.")
public final class Storm implements Callable<Integer> {
    private static final int UNPLAYED = 2;
    /** Where `windhover cluster up` puts a cluster that was given no folder. */
    private static final Path STANDARD_CLUSTER = Path.of("data", "cluster");

    @Spec
    private CommandSpec spec;

    @Mixin
    private Options.Where where;

    @Mixin
    private Options.What what;

    @Mixin
    private Options.Output output;

    private Storm() {}

    /** Runs it and exits. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Storm()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        check();
        List<Summary> earlier = output.compare.stream().map(this::summary).toList();
        if (earlier.size() == 2) {
            return compare(Comparison.of(earlier.getFirst(), earlier.getLast()));
        }
        System.out.println("seed " + what.seed);
        try {
            Optional<ClusterProcesses> cluster = cluster();
            if (cluster.isPresent()) {
                requireCuttable(cluster.get());
                boolean isOne = where.uri.isPresent() && !what.isChaotic;
                List<String> uris = isOne ? List.of(where.uri.get()) : uris(cluster.get());
                return play(new Target(uris, Optional.empty(), cluster));
            }
            return where.uri.isPresent()
                    ? play(new Target(List.of(where.uri.get()), Optional.empty(), Optional.empty()))
                    : playAtOwnServer();
        } catch (CallFailed refused) {
            System.out.println("the storm could not be played: " + refused.getMessage());
            return UNPLAYED;
        }
    }

    private void check() {
        String mistake = where.uri.isPresent() && what.isChaotic && cluster().isEmpty()
                ? "--chaos strikes only what was started here, and no cluster in " + STANDARD_CLUSTER + " serves "
                        + where.uri.get() + ": leave out --uri, or name the cluster's folder with --cluster"
                : what.rows < 1_000 || what.clients < 1 || what.seconds < 1
                        ? "at least 1000 rows, 1 client and 1 second"
                        : !what.scenes.matches("[abc]+")
                                ? "--scenes takes the letters a, b and c"
                                : what.dim < 8 || what.dim % 8 != 0 ? "--dim takes a multiple of 8" : mistakeInLimits();
        if (!mistake.isEmpty()) {
            throw new ParameterException(spec.commandLine(), mistake);
        }
        checkLike();
    }

    /** Returns the cluster that was named, or that is in the usual folder and serves the address that is to be struck. */
    private Optional<ClusterProcesses> cluster() {
        if (where.cluster.isPresent() || where.uri.isEmpty() || !what.isChaotic) {
            return where.cluster.map(folder -> new ClusterProcesses(root(), folder));
        }
        ClusterProcesses usual = new ClusterProcesses(root(), STANDARD_CLUSTER);
        return usual.serves(where.uri.get()) ? Optional.of(usual) : Optional.empty();
    }

    private void requireCuttable(ClusterProcesses cluster) throws IOException {
        if (what.isChaotic && what.faults.contains("cut") && !cluster.isCuttable()) {
            throw new ParameterException(
                    spec.commandLine(), "--faults cut needs a cluster that was started with `cluster up --cuttable`");
        }
    }

    private String mistakeInLimits() {
        return !(what.rate > 0)
                ? "--rate takes a number above 0"
                : !ClusterChaos.FAULTS.containsAll(what.faults) || what.faults.isEmpty() || what.faultSeconds < 1
                        ? "--faults takes some of " + String.join(",", ClusterChaos.FAULTS)
                                + ", --fault-every at least 1 second"
                        : what.settleSeconds < 0
                                ? "--settle takes 0 seconds or more"
                                : output.compare.size() > 2 ? "--compare takes one file or two" : "";
    }

    private Summary summary(Path file) {
        try {
            return Summary.of(Files.readString(file));
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(), "--compare: " + file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private int compare(Comparison comparison) throws IOException {
        System.out.print(comparison.text());
        if (output.html.isPresent()) {
            write(output.html.get(), HtmlReport.of(comparison));
        }
        return 0;
    }

    private void checkLike() {
        try {
            if (what.like.isPresent()) {
                Features.like(what.like.get());
            }
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--like takes milvus-2.3 or a file written by --json; " + what.like.get() + " cannot be read: "
                            + unreadable.getMessage());
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("windhover.root", "."));
    }

    private List<String> uris(ClusterProcesses cluster) {
        try {
            return cluster.ports().stream()
                    .map(port -> "http://127.0.0.1:" + port)
                    .toList();
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), "--cluster: no cluster is up: " + unreadable.getMessage());
        }
    }

    private int playAtOwnServer() throws IOException, InterruptedException {
        Path launcher = root().resolve("windhover");
        Path folder = Files.createTempDirectory("windhover-storm");
        System.out.println("starting a server in " + folder);
        boolean isClean = false;
        try (LocalServer server = LocalServer.start(launcher, folder)) {
            int exit = play(
                    new Target(List.of("http://127.0.0.1:" + server.port()), Optional.of(server), Optional.empty()));
            isClean = exit == 0;
            return exit;
        } finally {
            if (isClean) {
                Remains.delete(folder);
            } else {
                System.out.println("the server's data and log are kept in " + folder);
            }
        }
    }

    private int play(Target target) throws IOException, InterruptedException {
        Verdict verdict = new Performance(what, where, target).run();
        Optional<Comparison> comparison = Optional.empty();
        if (!output.compare.isEmpty()) {
            Summary mine = Summary.of(JsonReport.of(verdict));
            comparison = Optional.of(Comparison.of(mine, summary(output.compare.getFirst())));
            System.out.print(comparison.get().text());
        }
        System.out.print(TextReport.of(verdict));
        if (output.json.isPresent()) {
            write(output.json.get(), JsonReport.of(verdict));
        }
        if (output.html.isPresent()) {
            write(output.html.get(), HtmlReport.of(verdict, comparison));
        }
        boolean isGood =
                verdict.isClean() && !(output.isStrict && !verdict.marks().isEmpty());
        return isGood ? 0 : 1;
    }

    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text);
    }
}
