package io.windhover.bench.ann;

import io.windhover.bench.data.ExactNeighbours;
import io.windhover.bench.data.VectorFile;
import io.windhover.bench.load.Figures;
import io.windhover.index.vector.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our index engines beside the best libraries of others, on one thread each, in turn in one run. */
@Command(
        name = "bench ann",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares index engines: queries a CPU second at recall@10 of 0.90, 0.95 and 0.99, build, memory.",
            "bench/peers/install-ann.sh installs the peers, ./windhover bench glove fetches GloVe,",
            "bench/data/embed_wordnet.py makes the MiniLM vectors."
        })
public final class AnnBench implements Callable<Integer> {
    private static final List<Integer> EFS =
            List.of(10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024, 1_536);
    private static final double[] RECALLS = {0.90, 0.95, 0.99};
    private static final double[] SHARES = {0.01, 0.1, 0.5, 0.99};
    private static final double ENOUGH = 0.992;
    private static final List<String> OURS = List.of("quantgraph", "hnsw", "ivf");
    private static final int QUICK_ROWS = 50_000;
    private static final int TRUTH = 100;

    @Option(names = "--glove", description = "folder of the word vectors (default: ${DEFAULT-VALUE})")
    private Path glove = Path.of("data", "glove");

    @Option(names = "--minilm", description = "folder of the sentence vectors (default: ${DEFAULT-VALUE})")
    private Path minilm = Path.of("data", "minilm");

    @Option(
            names = "--only",
            split = ",",
            description = "of: quantgraph, hnsw, ivf (ours), hnswlib, symphonyqg, faissivf, faisspq (default: all)")
    private List<String> only = List.of("quantgraph", "hnsw", "ivf", "hnswlib", "symphonyqg", "faissivf", "faisspq");

    @Option(names = "--rounds", description = "of all searches, the best counts (default: ${DEFAULT-VALUE})")
    private int rounds = 4;

    @Option(names = "--quick", description = "at most 50,000 rows of each data set, two rounds")
    private boolean quick;

    @Option(names = "--peer-python", description = "a Python with the peers (default: bench/peers/ann/venv)")
    private Optional<Path> peerPython = Optional.empty();

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--html", description = "file for a page with charts")
    private Optional<Path> html = Optional.empty();

    private final Figures figures = new Figures();
    private final Map<String, Object> details = new LinkedHashMap<>();
    private final AnnPage page = new AnnPage();

    private AnnBench() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AnnBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        for (AnnSubject.Task task : tasks()) {
            measure(task);
        }
        figures.put("details", details);
        if (json.isPresent()) {
            figures.write(json.get());
        }
        if (html.isPresent()) {
            Files.writeString(html.get(), page.toHtml());
        }
        figures.print();
        return details.isEmpty() ? 1 : 0;
    }

    private List<AnnSubject.Task> tasks() throws IOException {
        List<AnnSubject.Task> tasks = new ArrayList<>();
        add(tasks, "glove100", glove, "glove");
        add(tasks, "minilm384", minilm, "minilm");
        return tasks;
    }

    private void add(List<AnnSubject.Task> tasks, String name, Path folder, String prefix) throws IOException {
        Path base = folder.resolve(prefix + "-base.fbin");
        Path queries = folder.resolve(prefix + "-query.fbin");
        if (!Files.exists(base)) {
            System.out.println(name + ": there is no " + base + "; --help says how it is made");
            return;
        }
        VectorFile all = VectorFile.map(base);
        int rows = quick ? Math.min(QUICK_ROWS, all.rowCount()) : all.rowCount();
        Path truth = folder.resolve("truth-" + rows + ".ibin");
        if (!Files.exists(truth)) {
            ExactNeighbours.of(all.rows(rows), VectorFile.map(queries), Metric.IP, TRUTH)
                    .write(truth);
        }
        tasks.add(new AnnSubject.Task(name, base, queries, truth, rows));
    }

    private void measure(AnnSubject.Task task) throws IOException {
        System.out.printf("%s: %,d rows%n", task.name(), task.rows());
        List<AnnSubject> subjects = new ArrayList<>();
        try {
            Map<String, AnnSubject.Built> built = new LinkedHashMap<>();
            for (String name : only) {
                AnnSubject subject = start(name, task);
                subjects.add(subject);
                built.put(name, subject.build());
                System.out.printf(
                        Locale.ROOT,
                        "  %-12s built in %.1f CPU s, %.1f MB%n",
                        name,
                        built.get(name).cpuSeconds(),
                        built.get(name).megabytes());
            }
            Map<String, Curve> curves = curves(subjects);
            report(task.name(), built, curves);
            for (AnnSubject subject : subjects) {
                if (OURS.contains(subject.name())) {
                    filtersAndThreads(task.name(), subject, curves.get(subject.name()));
                }
            }
        } finally {
            for (AnnSubject subject : subjects) {
                subject.close();
            }
        }
    }

    private AnnSubject start(String name, AnnSubject.Task task) throws IOException {
        if (OURS.contains(name)) {
            return AnnSubject.ours(name, task);
        }
        Path root = Path.of(System.getProperty("windhover.root", "."));
        return AnnSubject.peer(name, peerPython.orElse(root.resolve("bench/peers/ann/venv/bin/python")), root, task);
    }

    /** Searches with every {@code ef} by every subject in turn, again and again; the first round warms up. */
    private Map<String, Curve> curves(List<AnnSubject> subjects) throws IOException {
        Map<String, Curve> curves = new LinkedHashMap<>();
        Map<String, Integer> largestEf = new LinkedHashMap<>();
        int all = quick ? 2 : rounds;
        for (int round = 0; round <= all; round++) {
            for (int ef : EFS) {
                for (AnnSubject subject : subjects) {
                    if (ef > largestEf.getOrDefault(subject.name(), Integer.MAX_VALUE)) {
                        continue;
                    }
                    Curve.Point point = subject.search(ef);
                    if (round > 0) {
                        curves.computeIfAbsent(subject.name(), _ -> new Curve()).add(ef, point);
                    } else if (point.recall() >= ENOUGH) {
                        largestEf.put(subject.name(), ef);
                    }
                }
            }
        }
        return curves;
    }

    private void report(String data, Map<String, AnnSubject.Built> built, Map<String, Curve> curves) {
        System.out.printf("  %-12s %10s %10s %10s%n", "queries/s at", "0.90", "0.95", "0.99");
        curves.forEach((name, curve) -> {
            StringBuilder line = new StringBuilder(String.format("  %-12s", name));
            for (double recall : RECALLS) {
                OptionalDouble rate = curve.queriesPerSecond(recall);
                line.append(
                        String.format(Locale.ROOT, " %10s", rate.isPresent() ? Math.round(rate.getAsDouble()) : "-"));
            }
            System.out.println(line);
        });
        details.put(data, Map.of("built", built, "points", points(curves)));
        page.add(data, built, curves);
        for (String ours : OURS) {
            for (String peer : curves.keySet()) {
                if (curves.containsKey(ours) && !OURS.contains(peer)) {
                    compare(data, ours, peer, built, curves);
                }
            }
        }
    }

    /** At the least width that finds 0.95 of all rows: random filters in bands, and two threads. */
    private void filtersAndThreads(String data, AnnSubject subject, Curve curve) throws IOException {
        Optional<Integer> width = curve.points().entrySet().stream()
                .filter(point -> point.getValue().recall() >= 0.95)
                .map(Map.Entry::getKey)
                .findFirst();
        if (width.isEmpty()) {
            return;
        }
        String prefix = prefix(data, subject.name());
        double plainUs = subject.search(width.get()).cpuUs();
        for (double share : SHARES) {
            Curve.Point point = subject.filtered(share, width.get());
            String name = prefix + "_filter_" + Math.round(100 * share);
            figures.put(name + "_recall", rounded(point.recall()));
            figures.put(name + "_time", rounded(point.cpuUs() / plainUs));
        }
        figures.put(prefix + "_two_threads", rounded(subject.speedUp(2, width.get())));
    }

    /** Returns how figures of one of our engines begin; those of {@code quantgraph} carry no engine in their name. */
    private static String prefix(String data, String ours) {
        return data + (ours.equals(OURS.getFirst()) ? "" : "_" + ours);
    }

    private static Map<String, Object> points(Map<String, Curve> curves) {
        Map<String, Object> points = new LinkedHashMap<>();
        curves.forEach((name, curve) -> points.put(name, curve.points()));
        return points;
    }

    /** Puts the ratios of one of our engines to a peer. */
    private void compare(
            String data, String ours, String peer, Map<String, AnnSubject.Built> built, Map<String, Curve> curves) {
        String prefix = prefix(data, ours);
        for (double recall : RECALLS) {
            OptionalDouble own = curves.get(ours).queriesPerSecond(recall);
            OptionalDouble other = curves.get(peer).queriesPerSecond(recall);
            if (own.isPresent() && other.isPresent()) {
                String name = prefix + "_vs_" + peer + "_" + Math.round(100 * recall);
                figures.put(name, rounded(own.getAsDouble() / other.getAsDouble()));
            }
        }
        AnnSubject.Built own = built.get(ours);
        AnnSubject.Built other = built.get(peer);
        figures.put(prefix + "_build_vs_" + peer, rounded(own.cpuSeconds() / other.cpuSeconds()));
        figures.put(prefix + "_memory_vs_" + peer, rounded(own.megabytes() / other.megabytes()));
    }

    private static double rounded(double value) {
        return Math.rint(value * 1000) / 1000;
    }
}
