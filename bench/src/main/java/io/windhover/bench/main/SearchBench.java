package io.windhover.bench.main;

import io.windhover.bench.load.Figures;
import io.windhover.bench.load.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a search costs a server beyond what it costs in the index, by clients at once and by the client's library. */
@Command(
        name = "bench search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the processor time of a search request, of the same search in the index as a library, and so what",
            "the request costs beyond it. With --python, pymilvus of that Python asks too."
        })
public final class SearchBench implements Callable<Integer> {
    private static final int[] CLIENTS = {1, 8, 64};
    private static final int PYTHON_CLIENTS = 4;

    @Option(names = "--glove", description = "folder that bench glove made (default: ${DEFAULT-VALUE})")
    private Path glove = Path.of("data", "glove");

    @Option(names = "--rounds", description = "of each, median reported (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--seconds", description = "of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds = 4;

    @Option(names = "--python", description = "a Python with pymilvus")
    private Optional<Path> python = Optional.empty();

    @Option(names = "--beyond", description = "most microseconds beyond the index (default: ${DEFAULT-VALUE})")
    private double beyondMax = 150;

    @Option(names = "--dir", description = "fresh directory for the server's data (default: a temporary one)")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    /** Figure, then one value a round. */
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    private SearchBench() {}

    /** Runs it; exits with 0 only if a request of every kind costs at most so much beyond the index. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SearchBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = directory.isPresent() ? directory.get() : Files.createTempDirectory("windhover-search");
        GloveSearch search = GloveSearch.in(glove, 1000L * seconds);
        Figures figures = new Figures();
        try (Site site = Site.open(Subject.WINDHOVER, folder)) {
            search.prepare(site);
            int ef = search.ef(site);
            figures.put("ef", ef);
            try (GloveSearch.Library library = search.library()) {
                for (int round = 0; round < rounds; round++) {
                    note("index_us", library.cpuUs(ef));
                    for (int clients : CLIENTS) {
                        note("grpc_" + clients, search.cost(site, clients, ef));
                    }
                    if (python.isPresent()) {
                        note("pymilvus_" + PYTHON_CLIENTS, python(search, site, ef));
                    }
                }
            }
        }
        boolean isCheap = report(figures);
        if (json.isPresent()) {
            figures.write(json.get());
        }
        return isCheap ? 0 : 1;
    }

    private GloveSearch.Cost python(GloveSearch search, Site site, int ef) throws IOException {
        Path script = Path.of(System.getProperty("windhover.root", ".")).resolve("bench/peers/search_client.py");
        List<String> command = List.of(
                python.orElseThrow().toString(),
                script.toString(),
                "http://127.0.0.1:" + site.port(),
                glove.resolve("glove-query.fbin").toString(),
                "" + ef,
                "" + PYTHON_CLIENTS,
                "" + seconds);
        return search.cost(site, command);
    }

    private void note(String name, GloveSearch.Cost cost) {
        note(name + "_us", 1e3 * cost.cpuMs());
        note(name + "_qps", cost.perSecond());
    }

    private void note(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        System.out.printf("  %-24s %.1f%n", name, value);
    }

    private boolean report(Figures figures) {
        double index = median(values.get("index_us"));
        boolean isCheap = true;
        for (Map.Entry<String, List<Double>> figure : values.entrySet()) {
            double middle = median(figure.getValue());
            figures.put(figure.getKey(), middle);
            if (figure.getKey().endsWith("_us") && !figure.getKey().equals("index_us")) {
                double beyond = Math.round(10 * (middle - index)) / 10.0;
                figures.put(figure.getKey().replace("_us", "_beyond_us"), beyond);
                isCheap &= beyond <= beyondMax;
            }
        }
        figures.put("all_rounds", values);
        figures.print();
        return isCheap;
    }

    private static double median(List<Double> all) {
        return Math.round(10
                        * all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow())
                / 10.0;
    }
}
