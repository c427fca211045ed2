package io.windhover.bench.ddl;

import io.windhover.bench.load.Figures;
import io.windhover.bench.load.ProcessFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Does the time of a partition's creation or drop depend on how many partitions there are? Two databases of the same
 * collections are warmed up alike; one is filled with partitions, the other is left with its first hundred. Then batches
 * of commands go to the two in turn, so that whatever else the machine does meets both.
 */
@Command(
        name = "bench ddlscale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares partition DDL among very many partitions with DDL among the first hundred.")
public final class DdlScaleBench implements Callable<Integer> {
    private static final int WARM_UP = 20_000;

    @Option(names = "--partitions", description = "of each collection (default: ${DEFAULT-VALUE})")
    private int partitions = 4_096;

    @Option(names = "--collections", description = "(default: ${DEFAULT-VALUE})")
    private int collections = 100;

    @Option(names = "--rounds", description = "of a hundred commands on each side (default: ${DEFAULT-VALUE})")
    private int rounds = 40;

    @Option(names = "--ratio", description = "that the median latency may grow by (default: ${DEFAULT-VALUE})")
    private double ratio = 1.5;

    @Option(names = "--in-process", description = "databases in this process instead of servers")
    private boolean inProcess;

    @Option(names = "--dir", description = "fresh directory for the data (default: a temporary one)")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    private final Figures figures = new Figures();

    private DdlScaleBench() {}

    /** Runs it; exits with 0 only if latency held. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DdlScaleBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = directory.isPresent() ? directory.get() : Files.createTempDirectory("windhover-ddlscale");
        Files.createDirectories(folder);
        System.out.println("data in " + folder);
        figures.put("partitions", partitions);
        figures.put("collections", collections);
        figures.put("over", inProcess ? "process" : "wire");
        try (DdlTarget few = open(folder.resolve("few"));
                DdlTarget many = open(folder.resolve("many"))) {
            DdlSeries first = prepare(few);
            DdlSeries atStart = prepare(many);
            figures.put("first_hundred_p50_us", atStart.percentileUs(50));
            figures.put("first_hundred_p99_us", atStart.percentileUs(99));
            figures.put("first_hundred_cpu_us", atStart.cpuUs());
            System.out.printf("first hundreds: %s and %s%n", first, atStart);
            exercise(few);
            fill(many);
            boolean held = compare(few, many);
            boolean complete = restart(many);
            figures.put("result", held && complete ? "held" : "grew");
            figures.print();
            if (json.isPresent()) {
                figures.write(json.get());
            }
            return held && complete ? 0 : 1;
        }
    }

    private DdlTarget open(Path data) throws IOException {
        if (DdlSeries.COMMANDS % collections != 0) {
            throw new IllegalArgumentException("a hundred commands must go evenly to the collections");
        }
        int most = partitions + 2 * DdlSeries.COMMANDS;
        int capacity = collections * most;
        return inProcess ? new EmbeddedTarget(data, most, capacity) : ServedTarget.open(data, most, capacity);
    }

    /** Creates the collections, lets the program be compiled, creates the first hundred partitions. */
    private DdlSeries prepare(DdlTarget target) {
        for (int i = 0; i < collections; i++) {
            target.createCollection(collection(i));
        }
        Fill.inParallel(WARM_UP, i -> cycle(target, "warm" + i, i));
        DdlSeries series = new DdlSeries();
        series.run(target, collections, "first", false);
        return series;
    }

    private static String collection(int number) {
        return DdlSeries.collection(number);
    }

    /** Lets the small one do as much as the other is filled with: programs become faster with what they do. */
    private void exercise(DdlTarget target) {
        Fill.inParallel(fillCount() / 2, i -> cycle(target, "again" + i, i));
    }

    private void cycle(DdlTarget target, String partition, int turn) {
        target.createPartition(collection(turn % collections), partition);
        target.dropPartition(collection(turn % collections), partition);
    }

    /** Without the default partitions and the first hundred. */
    private int fillCount() {
        return (partitions - 1 - DdlSeries.COMMANDS / collections) * collections;
    }

    private void fill(DdlTarget target) {
        long startedNs = System.nanoTime();
        ProcessFigures before = target.figures();
        int count = fillCount();
        Fill.inParallel(count, i -> target.createPartition(collection(i % collections), "p" + i / collections));
        ProcessFigures after = target.figures();
        figures.put("filled", count);
        figures.put("filled_per_second", Math.round(count / ((System.nanoTime() - startedNs) / 1e9)));
        figures.put("fill_cpu_us", Math.round((after.cpuNs() - before.cpuNs()) / 1e3 / count));
        figures.put("rss_before_mb", before.rssMb());
        figures.put("rss_full_mb", after.rssMb());
    }

    private boolean compare(DdlTarget few, DdlTarget many) {
        DdlSeries small = new DdlSeries();
        DdlSeries full = new DdlSeries();
        for (int round = 0; round < rounds; round++) {
            // Who begins changes, so that neither always follows the other.
            if (round % 2 == 0) {
                small.run(few, collections, "r" + round, true);
            }
            full.run(many, collections, "r" + round, true);
            if (round % 2 == 1) {
                small.run(few, collections, "r" + round, true);
            }
        }
        put("few", small);
        put("many", full);
        double p50 = full.percentileUs(50) / small.percentileUs(50);
        figures.put("p50_ratio", rounded(p50));
        figures.put("p99_ratio", rounded(full.percentileUs(99) / small.percentileUs(99)));
        figures.put("cpu_ratio", rounded(full.cpuUs() / small.cpuUs()));
        return p50 <= ratio;
    }

    private void put(String side, DdlSeries series) {
        figures.put(side + "_p50_us", series.percentileUs(50));
        figures.put(side + "_p99_us", series.percentileUs(99));
        figures.put(side + "_cpu_us", series.cpuUs());
        System.out.println(side + ": " + series);
    }

    /** Ends the full one at once and starts it again; tells whether every partition is there. */
    private boolean restart(DdlTarget many) throws IOException {
        figures.put(
                "start_after_" + (inProcess ? "close" : "kill") + "_ms",
                many.restart().toMillis());
        figures.put("rss_restarted_mb", many.figures().rssMb());
        if (!inProcess) {
            figures.put("start_cpu_ms", many.figures().cpuNs() / 1_000_000);
        }
        long wrong = IntStream.range(0, collections)
                .filter(i -> many.partitionCount(collection(i)) != partitions)
                .count();
        figures.put("collections_with_wrong_count", wrong);
        return wrong == 0;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
