package io.windhover.bench.main;

import io.windhover.bench.load.Figures;
import io.windhover.bench.load.Subject;
import io.windhover.bench.peer.MilvusPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The figures that a user meets, beside those of a Milvus 2.3.5 that is measured in turn with ours by the same client. */
@Command(
        name = "bench main",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the whole system, in turn with a Milvus 2.3.5 on the same machine.")
public final class MainBench implements Callable<Integer> {
    @Option(names = "--rounds", description = "of each measurement, median reported (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--only", split = ",", description = "of: start, partitions, insert, visible, search, restart")
    private List<String> only = List.of("start", "partitions", "insert", "visible", "search", "restart");

    @Option(names = "--no-peer", description = "measure Windhover alone")
    private boolean noPeer;

    @Option(names = "--peer-python", description = "a Python with milvus==2.3.5 (default: bench/peers/venv)")
    private Optional<Path> peerPython = Optional.empty();

    @Option(names = "--glove", description = "folder that bench/data/fetch-glove.sh made (default: data/glove)")
    private Path glove = Path.of("data", "glove");

    @Option(names = "--seconds", description = "of each measurement of a rate (default: ${DEFAULT-VALUE})")
    private int seconds = 3;

    @Option(names = "--idle-seconds", description = "of the measurement of idleness (default: ${DEFAULT-VALUE})")
    private int idleSeconds = 20;

    @Option(names = "--dir", description = "fresh directory for the data (default: a temporary one)")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    /** Figure, then subject, then one value a round. */
    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

    private MainBench() {}

    /** Runs it; exits with 0 only if every target that was measured is reached. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MainBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = directory.isPresent() ? directory.get() : Files.createTempDirectory("windhover-main");
        List<Subject> subjects = new ArrayList<>(List.of(Subject.WINDHOVER));
        if (!noPeer) {
            Path root = Path.of(System.getProperty("windhover.root", "."));
            subjects.add(MilvusPeer.in(root, peerPython.orElse(root.resolve("bench/peers/venv/bin/python"))));
        }
        if (only.contains("start")) {
            for (int round = 0; round < rounds; round++) {
                for (Subject subject : subjects) {
                    start(subject, folder.resolve("start" + round));
                }
            }
        }
        List<Measurement> measurements = measurements();
        if (!measurements.isEmpty()) {
            running(subjects, folder.resolve("running"), measurements);
        }
        return report();
    }

    private List<Measurement> measurements() throws IOException {
        List<Measurement> all = new ArrayList<>();
        if (only.contains("partitions")) {
            all.add(new PartitionChurn(1000L * seconds));
        }
        if (only.contains("insert")) {
            all.add(new Inserts(500));
        }
        if (only.contains("visible")) {
            all.add(new Visibility(25));
        }
        if (only.contains("search") || only.contains("restart")) {
            all.add(GloveSearch.in(glove, 1000L * seconds));
        }
        return all;
    }

    private void start(Subject subject, Path folder) throws IOException {
        long startedNs = System.nanoTime();
        try (Site site = Site.open(subject, folder)) {
            note(subject.name(), Map.of("cold_start_s", (System.nanoTime() - startedNs) / 1e9));
            long cpuBefore = site.figures().cpuNs();
            LockSupport.parkNanos(2_000_000_000L);
            long cpuNs = site.cpuNs(
                    () -> LockSupport.parkNanos(Duration.ofSeconds(idleSeconds).toNanos()));
            note(
                    subject.name(),
                    Map.of(
                            "idle_cpu_percent",
                            100.0 * cpuNs / Duration.ofSeconds(idleSeconds).toNanos(),
                            "idle_rss_mb",
                            (double) site.figures().rssMb(),
                            "start_cpu_s",
                            cpuBefore / 1e9));
        }
    }

    private void running(List<Subject> subjects, Path folder, List<Measurement> measurements) throws IOException {
        List<Site> sites = new ArrayList<>();
        try {
            for (Subject subject : subjects) {
                sites.add(Site.open(subject, folder));
            }
            for (Measurement measurement : measurements) {
                for (Site site : sites) {
                    measurement.prepare(site);
                }
                for (int round = 0; round < rounds; round++) {
                    note("machine", Map.of("fdatasync_p50_ms", DiskProbe.medianMs(folder)));
                    for (Site site : sites) {
                        note(site.name(), measurement.measure(site, round));
                    }
                }
            }
            if (only.contains("restart")) {
                restart(sites, (GloveSearch) measurements.getLast());
            }
        } finally {
            sites.forEach(Site::close);
        }
    }

    private void restart(List<Site> sites, GloveSearch data) throws IOException {
        for (int round = 0; round < rounds; round++) {
            for (Site site : sites) {
                site.kill();
                note(
                        site.name(),
                        Map.of("restart_s", site.start(data.question()).toNanos() / 1e9));
            }
        }
    }

    private void note(String subject, Map<String, Double> figures) {
        figures.forEach((name, value) -> {
            values.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(subject, _ -> new ArrayList<>())
                    .add(value);
            System.out.printf("  %-24s %-10s %.3f%n", name, subject, value);
        });
    }

    private int report() throws IOException {
        Figures figures = new Figures();
        figures.put("machine", machine());
        figures.put("rounds", rounds);
        List<Map<String, Object>> table = new ArrayList<>();
        boolean reachedAll = true;
        System.out.printf("%n%-50s %10s %10s %7s  %-14s %s%n", "", "windhover", "milvus", "ratio", "target", "reached");
        for (Target target : Target.ALL) {
            Map<String, List<Double>> measured = values.getOrDefault(target.figure(), Map.of());
            if (measured.containsKey("windhover")) {
                table.add(row(target, measured));
                reachedAll &= !Boolean.FALSE.equals(table.getLast().get("reached"));
                figures.put(target.figure(), table.getLast().get("windhover"));
            }
        }
        figures.put("table", table);
        figures.put("all_rounds", values);
        figures.put("reached", reachedAll ? "all" : "not all");
        figures.print();
        if (json.isPresent()) {
            figures.write(json.get());
        }
        return reachedAll ? 0 : 1;
    }

    private static Map<String, Object> row(Target target, Map<String, List<Double>> measured) {
        double ours = median(measured.get("windhover"));
        Optional<Double> peer = Optional.ofNullable(measured.get("milvus")).map(MainBench::median);
        Optional<Boolean> reached = target.reached(ours, peer);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("figure", target.figure());
        row.put("what", target.what());
        row.put("unit", target.unit());
        row.put("windhover", rounded(ours));
        peer.ifPresent(p -> row.put("milvus", rounded(p)));
        peer.ifPresent(p -> row.put("windhover_over_milvus", rounded(ours / p)));
        row.put("target", target.words());
        reached.ifPresent(r -> row.put("reached", r));
        System.out.printf(
                "%-50s %10s %10s %7s  %-14s %s%n",
                target.what() + (target.unit().isEmpty() ? "" : ", " + target.unit()),
                rounded(ours),
                peer.map(MainBench::rounded).map(Object::toString).orElse(""),
                peer.map(p -> rounded(ours / p)).map(Object::toString).orElse(""),
                target.words(),
                reached.map(r -> r ? "yes" : "NO").orElse(""));
        return row;
    }

    private static double median(List<Double> rounds) {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static double rounded(double value) {
        return Math.abs(value) >= 100 ? Math.rint(value) : Math.rint(value * 1000) / 1000;
    }

    private static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor");
        return Runtime.getRuntime().availableProcessors() + " cores of " + model + ", JVM " + Runtime.version();
    }
}
