package io.windhover.bench.main;

import io.windhover.bench.cluster.RunningCluster;
import io.windhover.bench.load.Figures;
import io.windhover.bench.load.MilvusClient;
import io.windhover.bench.load.ProcessFigures;
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

/**
 * What the way through a proxy costs: the same searches of the same rows in one process and in a cluster, in turn. The
 * processor time of a cluster is that of all its members, of those too that only stand by.
 */
@Command(
        name = "bench proxy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the processor time of a search in a running cluster and in a standalone, in turn.")
public final class ProxyBench implements Callable<Integer> {
    @Option(names = "--cluster", required = true, paramLabel = "DIR", description = "folder of a cluster that is up")
    private Path cluster;

    @Option(names = "--glove", description = "folder that bench glove made (default: ${DEFAULT-VALUE})")
    private Path glove = Path.of("data", "glove");

    @Option(names = "--rounds", description = "of each, median reported (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--seconds", description = "of each measurement (default: ${DEFAULT-VALUE})")
    private int seconds = 4;

    @Option(names = "--ratio", description = "most that the cluster may cost (default: ${DEFAULT-VALUE})")
    private double ratioMax = 1.25;

    @Option(names = "--dir", description = "fresh directory for the standalone's data (default: a temporary one)")
    private Optional<Path> directory = Optional.empty();

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    /** Figure, then one value a round. */
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    private ProxyBench() {}

    /** Runs it; exits with 0 only if a search through a proxy costs at most so much more. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProxyBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = directory.isPresent() ? directory.get() : Files.createTempDirectory("windhover-proxy");
        GloveSearch search = GloveSearch.in(glove, 1000L * seconds);
        Figures figures = new Figures();
        boolean isCheap = true;
        try (Site standalone = Site.open(Subject.WINDHOVER, folder);
                Members members = new Members(new RunningCluster(cluster))) {
            search.prepare(standalone);
            search.prepare(members);
            int ef = Math.max(search.ef(standalone), search.ef(members));
            figures.put("ef", ef);
            for (int round = 0; round < rounds; round++) {
                for (int clients : new int[] {1, 8}) {
                    for (Served site : List.of(standalone, members)) {
                        GloveSearch.Cost cost = search.cost(site, clients, ef);
                        note(site.name() + "_cpu_ms_" + clients, cost.cpuMs());
                        note(site.name() + "_qps_" + clients, cost.perSecond());
                    }
                }
            }
            members.client().dropCollection(GloveSearch.COLLECTION);
        }
        values.forEach((name, all) -> figures.put(name, median(all)));
        for (int clients : new int[] {1, 8}) {
            double ratio =
                    median(values.get("cluster_cpu_ms_" + clients)) / median(values.get("windhover_cpu_ms_" + clients));
            figures.put("cpu_ratio_" + clients, Math.round(1000 * ratio) / 1000.0);
            isCheap &= ratio <= ratioMax;
        }
        figures.put("all_rounds", values);
        figures.print();
        if (json.isPresent()) {
            figures.write(json.get());
        }
        return isCheap ? 0 : 1;
    }

    private void note(String name, double value) {
        values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        System.out.printf("  %-24s %.3f%n", name, value);
    }

    private static double median(List<Double> all) {
        return Math.round(1000
                        * all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow())
                / 1000.0;
    }

    /** The members of a cluster, through its first proxy. */
    private static final class Members implements Served, AutoCloseable {
        private final RunningCluster cluster;
        private final int port;
        private final MilvusClient client;

        Members(RunningCluster cluster) {
            this.cluster = cluster;
            this.port = cluster.processes("proxy").getFirst().port();
            this.client = new MilvusClient(port);
        }

        @Override
        public String name() {
            return "cluster";
        }

        @Override
        public MilvusClient client() {
            return client;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public long cpuNs() {
            return cluster.processes().stream()
                    .mapToLong(process -> ProcessFigures.of(process.pid()).cpuNs())
                    .sum();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
