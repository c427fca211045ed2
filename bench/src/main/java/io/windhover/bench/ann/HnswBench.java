package io.windhover.bench.ann;

import io.windhover.bench.data.ExactNeighbours;
import io.windhover.bench.data.VectorFile;
import io.windhover.index.flat.FlatSearcher;
import io.windhover.index.graph.IndexSpec;
import io.windhover.index.graph.SearchParams;
import io.windhover.index.graph.VectorIndex;
import io.windhover.index.graph.VectorIndexes;
import io.windhover.index.vector.Hits;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.index.vector.VectorRows;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Builds a graph over the first rows of GloVe and prints CPU seconds of the build, then recall@10 and CPU microseconds a
 * query for several {@code ef}, without and with filters. Usage: folder [rows 100000] [M 16] [efConstruction 200]
 * [tasks 2] [metric COSINE] [HNSW or QUANT_GRAPH].
 */
public final class HnswBench {
    private static final int TOP = 10;
    private static final int ROUNDS = 3;
    private final VectorRows rows;
    private final VectorFile queries;
    private final IndexSpec spec;

    private HnswBench(VectorRows rows, VectorFile queries, IndexSpec spec) {
        this.rows = rows;
        this.queries = queries;
        this.spec = spec;
    }

    /** Runs the measurement. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int[] numbers = {100_000, 16, 200, 2};
        for (int i = 0; i < numbers.length && i + 1 < arguments.length; i++) {
            numbers[i] = Integer.parseInt(arguments[i + 1]);
        }
        Metric metric = Metric.of(arguments.length > 5 ? arguments[5] : "COSINE");
        VectorRows rows = VectorFile.map(folder.resolve("glove-base.fbin")).rows(numbers[0]);
        VectorFile queries = VectorFile.map(folder.resolve("glove-query.fbin"));
        boolean quantGraph = arguments.length > 6 && arguments[6].equals("QUANT_GRAPH");
        IndexSpec spec = quantGraph
                ? IndexSpec.quantGraph(metric, numbers[1], numbers[2])
                : IndexSpec.hnsw(metric, numbers[1], numbers[2]);
        new HnswBench(rows, queries, spec).run(folder, numbers);
    }

    private void run(Path folder, int[] numbers) throws IOException {
        Path truthFile = folder.resolve("truth-" + rows.rowCount() + ".ibin");
        if (!Files.exists(truthFile)) {
            ExactNeighbours.of(rows, queries, Metric.IP, 100).write(truthFile);
        }
        VectorFile truth = VectorFile.map(truthFile);
        double cpu = BenchThreads.processCpuSeconds();
        long wall = System.nanoTime();
        VectorIndexes.Work work = new VectorIndexes.Work(BenchThreads.parallel(), numbers[3], () -> false);
        try (VectorIndex index = VectorIndexes.build(spec, rows, work)) {
            System.out.printf(
                    "build %d rows M %d efConstruction %d %s: %.1f CPU s (JIT included), %.1f s wall, %.1f MB%n",
                    rows.rowCount(),
                    numbers[1],
                    numbers[2],
                    spec.metric() + " " + spec.type(),
                    BenchThreads.processCpuSeconds() - cpu,
                    (System.nanoTime() - wall) / 1e9,
                    index.memoryBytes() / 1e6);
            for (int ef : new int[] {10, 20, 40, 64, 96, 128, 192, 256, 384}) {
                measure(index, truth, ef);
            }
            for (double share : new double[] {0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.99}) {
                for (int ef : new int[] {64, 192}) {
                    measureFiltered(index, ef, share);
                }
            }
        }
    }

    private static long threadCpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void measure(VectorIndex index, VectorFile truth, int ef) {
        long best = Long.MAX_VALUE;
        int right = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threadCpuNanos();
            right = 0;
            for (int i = 0; i < queries.rowCount(); i++) {
                Hits hits = index.search(VectorQuery.of(queries.floats(i)), TOP, SearchParams.ef(ef), null);
                right += common(hits, truth.ints(i), TOP);
            }
            best = Math.min(best, threadCpuNanos() - start);
        }
        System.out.printf(
                "ef %4d  recall@10 %.4f  %7.1f us CPU a query%n",
                ef, right / (double) TOP / queries.rowCount(), best / 1e3 / queries.rowCount());
    }

    private void measureFiltered(VectorIndex index, int ef, double share) {
        int count = 300;
        long[][] filters = new long[count][];
        Hits[] exact = new Hits[count];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < count; i++) {
            filters[i] = bits(rows.rowCount(), share, random);
            exact[i] = FlatSearcher.search(rows, spec.metric(), VectorQuery.of(queries.floats(i)), TOP, filters[i]);
        }
        long best = Long.MAX_VALUE;
        int right = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = threadCpuNanos();
            right = 0;
            for (int i = 0; i < count; i++) {
                Hits hits = index.search(VectorQuery.of(queries.floats(i)), TOP, SearchParams.ef(ef), filters[i]);
                right += common(hits, exact[i].rows(), exact[i].count());
            }
            best = Math.min(best, threadCpuNanos() - start);
        }
        System.out.printf(
                "filter %3.0f %%  ef %4d  recall@10 %.4f  %7.1f us CPU a query%n",
                100 * share, ef, right / (double) TOP / count, best / 1e3 / count);
    }

    /** Draws a filter that allows about a share of the rows. */
    static long[] bits(int rowCount, double share, SplittableRandom random) {
        long[] words = new long[(rowCount + 63) / 64];
        for (int row = 0; row < rowCount; row++) {
            if (random.nextDouble() < share) {
                words[row >>> 6] |= 1L << row;
            }
        }
        return words;
    }

    /** Counts the hits that are among the first {@code count} expected. */
    static int common(Hits hits, int[] expected, int count) {
        int common = 0;
        for (int i = 0; i < hits.count(); i++) {
            for (int j = 0; j < count; j++) {
                if (hits.rows()[i] == expected[j]) {
                    common++;
                }
            }
        }
        return common;
    }
}
