package io.windhover.bench.ann;

import io.windhover.bench.data.VectorFile;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.graph.IndexSpec;
import io.windhover.index.graph.IndexType;
import io.windhover.index.graph.IvfParams;
import io.windhover.index.graph.SearchParams;
import io.windhover.index.graph.VectorIndex;
import io.windhover.index.graph.VectorIndexes;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One of our engines in a process of its own, which answers as {@code bench/peers/ann_worker.py} does. Arguments: {@code
 * hnsw}, {@code quantgraph} or {@code ivf}, base, queries, truth, rows, tasks.
 */
public final class AnnWorker {
    private static final int TOP = 10;
    private static final int LISTS = 1_024;
    private static final int FILTERED_QUERIES = 300;
    private static final int FILTERED_ROUNDS = 3;
    private static final int WARM_UPS = 4;
    private static final int WARM_UP_EF = 64;

    private final IndexSpec spec;
    private final VectorRows rows;
    private final VectorQuery[] queries;
    private final int[][] truth;
    private final int tasks;

    private AnnWorker(String[] arguments) throws IOException {
        this.spec = switch (arguments[0]) {
            case "hnsw" -> IndexSpec.hnsw(Metric.COSINE, 16, 200);
            case "ivf" -> IndexSpec.ivf(Metric.COSINE, new IvfParams(LISTS, Integer.MAX_VALUE));
            default -> IndexSpec.quantGraph(Metric.COSINE, 16, 200);
        };
        this.rows = VectorFile.map(Path.of(arguments[1])).rows(Integer.parseInt(arguments[4]));
        VectorFile queryFile = VectorFile.map(Path.of(arguments[2]));
        VectorFile truthFile = VectorFile.map(Path.of(arguments[3]));
        this.queries = new VectorQuery[queryFile.rowCount()];
        this.truth = new int[queries.length][];
        for (int i = 0; i < queries.length; i++) {
            queries[i] = VectorQuery.of(queryFile.floats(i));
            truth[i] = truthFile.ints(i);
        }
        this.tasks = Integer.parseInt(arguments[5]);
    }

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws IOException {
        new AnnWorker(arguments).run();
    }

    private void run() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (!"build".equals(in.readLine())) {
            throw new IOException("the first command is build");
        }
        double start = processCpuSeconds();
        try (VectorIndex index =
                VectorIndexes.build(spec, rows, new VectorIndexes.Work(BenchThreads.parallel(), tasks, () -> false))) {
            double cpu = processCpuSeconds() - start;
            for (int i = 0; i < WARM_UPS; i++) {
                search(index, WARM_UP_EF);
            }
            double bytes = index.memoryBytes() + (double) rows.rowCount() * rows.rowBytes();
            System.out.printf(Locale.ROOT, "built %.3f %.3f%n", cpu, bytes / 1e6);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(answer(index, line.split(" ")));
            }
        }
    }

    private String answer(VectorIndex index, String[] words) {
        return switch (words[0]) {
            case "filter" -> filtered(index, Double.parseDouble(words[1]), Integer.parseInt(words[2]));
            case "threads" -> threads(index, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            default -> search(index, Integer.parseInt(words[1]));
        };
    }

    private String filtered(VectorIndex index, double share, int width) {
        int count = Math.min(FILTERED_QUERIES, queries.length);
        SplittableRandom random = new SplittableRandom(5);
        long[][] filters = new long[count][];
        Hits[] exact = new Hits[count];
        for (int i = 0; i < count; i++) {
            filters[i] = HnswBench.bits(rows.rowCount(), share, random);
            exact[i] = FlatSearcher.search(rows, spec.metric(), queries[i], TOP, filters[i]);
        }
        long bestNs = Long.MAX_VALUE;
        int right = 0;
        int wanted = 0;
        for (int round = 0; round < FILTERED_ROUNDS; round++) {
            right = 0;
            wanted = 0;
            long startNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            for (int i = 0; i < count; i++) {
                Hits found = index.search(queries[i], TOP, params(width), filters[i]);
                right += HnswBench.common(found, exact[i].rows(), exact[i].count());
                wanted += exact[i].count();
            }
            bestNs = Math.min(bestNs, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - startNs);
        }
        return String.format(
                Locale.ROOT, "searched %.5f %.3f", right / (double) Math.max(1, wanted), bestNs / 1e3 / count);
    }

    /** One thread and several in turn, the best of some rounds of each, by the time on the wall. */
    private String threads(VectorIndex index, int count, int width) {
        double one = 0;
        double several = 0;
        for (int round = 0; round < FILTERED_ROUNDS; round++) {
            one = Math.max(one, perSecond(index, 1, width));
            several = Math.max(several, perSecond(index, count, width));
        }
        return String.format(Locale.ROOT, "threads %.4f 0", several / one);
    }

    private double perSecond(VectorIndex index, int count, int width) {
        List<Thread> threads = new ArrayList<>();
        long startNs = System.nanoTime();
        for (int thread = 0; thread < count; thread++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (VectorQuery query : queries) {
                    index.search(query, TOP, params(width), null);
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return count * queries.length * 1e9 / (System.nanoTime() - startNs);
    }

    private String search(VectorIndex index, int ef) {
        Hits[] found = new Hits[queries.length];
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < queries.length; i++) {
            found[i] = index.search(queries[i], TOP, params(ef), null);
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
        int right = 0;
        for (int i = 0; i < queries.length; i++) {
            right += HnswBench.common(found[i], truth[i], TOP);
        }
        double recall = right / (double) TOP / queries.length;
        return String.format(Locale.ROOT, "searched %.5f %.3f", recall, cpu / 1e3 / queries.length);
    }

    private SearchParams params(int width) {
        return spec.type() == IndexType.IVF ? SearchParams.nprobe(width) : SearchParams.ef(width);
    }

    private static double processCpuSeconds() {
        return BenchThreads.processCpuSeconds();
    }
}
