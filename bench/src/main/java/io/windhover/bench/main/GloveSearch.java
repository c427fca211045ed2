package io.windhover.bench.main;

import io.windhover.bench.data.VectorFile;
import io.windhover.bench.load.Batch;
import io.windhover.bench.load.MilvusClient;
import io.windhover.index.graph.IndexSpec;
import io.windhover.index.graph.SearchParams;
import io.windhover.index.graph.VectorIndex;
import io.windhover.index.graph.VectorIndexes;
import io.windhover.index.vector.Metric;
import io.windhover.index.vector.VectorQuery;
import io.windhover.proto.common.ConsistencyLevel;
import io.windhover.proto.milvus.SearchRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Searches of 100,000 word vectors through HNSW (M 16, efConstruction 200), each server with the smallest {@code ef}
 * whose recall@10 against exact neighbours is 0.95 or more.
 */
final class GloveSearch implements Measurement {
    /** Where the vectors are. */
    static final String COLLECTION = "glove";

    private static final int ROWS = 100_000;
    private static final int DIM = 100;
    private static final int BATCH_ROWS = 2_000;
    private static final int TOP_K = 10;
    private static final int RECALL_QUERIES = 400;
    private static final int LATENCY_QUERIES = 31;
    private static final int WARM_UP_CLIENTS = 8;
    private static final int WARM_UP_TIMES = 10;
    private static final double RECALL = 0.95;
    private static final int[] EFS = {16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 512, 768};

    private final VectorFile base;
    private final VectorFile queries;
    private final VectorFile truth;
    private final long durationMs;
    private final Map<String, Double> prepared = new LinkedHashMap<>();

    private GloveSearch(VectorFile base, VectorFile queries, VectorFile truth, long durationMs) {
        this.base = base;
        this.queries = queries;
        this.truth = truth;
        this.durationMs = durationMs;
    }

    /** Maps what {@code bench/data/fetch-glove.sh} prepared. */
    static GloveSearch in(Path folder, long durationMs) throws IOException {
        return new GloveSearch(
                VectorFile.map(folder.resolve("glove-base.fbin")),
                VectorFile.map(folder.resolve("glove-query.fbin")),
                VectorFile.map(folder.resolve("glove-truth-100k.ibin")),
                durationMs);
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public void prepare(Served site) throws IOException {
        MilvusClient client = site.client();
        client.createCollection(COLLECTION, DIM, 1);
        for (int from = 0; from < ROWS; from += BATCH_ROWS) {
            client.insert(COLLECTION, "", batch(from));
        }
        client.flush(COLLECTION);
        long startedNs = System.nanoTime();
        long cpuNs = site.cpuNs(() -> {
            client.createIndex(COLLECTION, "HNSW", "IP", "{\"M\":16,\"efConstruction\":200}");
            client.awaitIndexed(COLLECTION, ROWS);
        });
        prepared.put(site.name() + ".build_cpu_s", cpuNs / 1e9);
        prepared.put(site.name() + ".build_wall_s", (System.nanoTime() - startedNs) / 1e9);
        client.load(COLLECTION);
        int ef = smallestEf(site, client);
        Crowd.perSecond(
                site.port(),
                WARM_UP_CLIENTS,
                WARM_UP_TIMES * durationMs,
                (c, index, turn) -> ask(c, 37 * index + turn, ef, ConsistencyLevel.Bounded));
    }

    private int smallestEf(Served site, MilvusClient client) throws IOException {
        for (int ef : EFS) {
            double recall = recall(client, ef);
            prepared.put(site.name() + ".search_ef", (double) ef);
            prepared.put(site.name() + ".search_recall", recall);
            if (recall >= RECALL) {
                return ef;
            }
        }
        throw new IOException(site.name() + " does not reach recall " + RECALL);
    }

    private Batch batch(int from) {
        long[] keys = new long[BATCH_ROWS];
        float[] vectors = new float[BATCH_ROWS * DIM];
        for (int i = 0; i < BATCH_ROWS; i++) {
            keys[i] = from + i;
            System.arraycopy(base.floats(from + i), 0, vectors, i * DIM, DIM);
        }
        return new Batch(keys, keys, vectors, DIM);
    }

    private SearchRequest request(int query, int ef, ConsistencyLevel level) {
        return MilvusClient.searchRequest(
                COLLECTION,
                queries.floats(query % queries.rowCount()),
                TOP_K,
                Map.of("metric_type", "IP", "params", "{\"ef\":" + ef + "}"),
                level);
    }

    /** Returns the {@code ef} that a prepared server is asked with. */
    int ef(Served site) {
        return prepared.get(site.name() + ".search_ef").intValue();
    }

    /**
     * Searches for the measured while with one {@code ef}; returns the processor time of a search in milliseconds and
     * searches a second.
     */
    Cost cost(Served site, int clients, int ef) {
        double[] perSecond = new double[1];
        long startedNs = System.nanoTime();
        long cpuNs = site.cpuNs(() -> perSecond[0] = Crowd.perSecond(
                site.port(),
                clients,
                durationMs,
                (client, index, turn) -> ask(client, 37 * index + turn, ef, ConsistencyLevel.Bounded)));
        double searches = perSecond[0] * (System.nanoTime() - startedNs) / 1e9;
        return new Cost(cpuNs / 1e6 / searches, perSecond[0]);
    }

    /**
     * Lets another program search; returns what its searches cost the server.
     *
     * @param command prints how many searches it made and in how many seconds, as its last line
     */
    Cost cost(Served site, List<String> command) throws IOException {
        String[] last = {""};
        IOException[] failure = new IOException[1];
        long cpuNs = site.cpuNs(() -> {
            try {
                last[0] = lastLine(command);
            } catch (IOException cause) {
                failure[0] = cause;
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        String[] words = last[0].split(" ");
        double searches = Double.parseDouble(words[0]);
        return new Cost(cpuNs / 1e6 / searches, searches / Double.parseDouble(words[1]));
    }

    private static String lastLine(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().lines().toList();
        if (lines.isEmpty()) {
            throw new IOException(command + " said nothing");
        }
        return lines.getLast();
    }

    /** What searches cost. */
    record Cost(double cpuMs, double perSecond) {}

    /** Returns the same index over the same rows, in this process. */
    Library library() {
        Library library = new Library(
                VectorIndexes.build(IndexSpec.hnsw(Metric.IP, 16, 200), base.rows(ROWS), VectorIndexes.Work.here()),
                queries);
        for (int i = 0; i < WARM_UP_TIMES; i++) {
            library.cpuUs(EFS[0]);
        }
        return library;
    }

    /** An index without a server around it. */
    record Library(VectorIndex index, VectorFile queries) implements AutoCloseable {
        /** Returns the microseconds of this thread's processor time that a search takes. */
        double cpuUs(int ef) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long startNs = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < queries.rowCount(); i++) {
                index.search(VectorQuery.of(queries.floats(i)), TOP_K, SearchParams.ef(ef), null);
            }
            return (threads.getCurrentThreadCpuTime() - startNs) / 1e3 / queries.rowCount();
        }

        @Override
        public void close() {
            index.close();
        }
    }

    private int ask(MilvusClient client, int query, int ef, ConsistencyLevel level) {
        client.search(request(query, ef, level));
        return 1;
    }

    private double recall(MilvusClient client, int ef) {
        int hits = 0;
        for (int query = 0; query < RECALL_QUERIES; query++) {
            Set<Long> nearest = new HashSet<>();
            int[] exact = truth.ints(query);
            for (int i = 0; i < TOP_K; i++) {
                nearest.add((long) exact[i]);
            }
            List<Long> found = client.search(request(query, ef, ConsistencyLevel.Bounded));
            hits += (int) found.stream().filter(nearest::contains).count();
        }
        return (double) hits / (RECALL_QUERIES * TOP_K);
    }

    @Override
    public Map<String, Double> measure(Served site, int round) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String name : List.of("build_cpu_s", "build_wall_s", "search_ef", "search_recall")) {
            figures.put(name, prepared.get(site.name() + "." + name));
        }
        int ef = ef(site);
        for (int clients : new int[] {1, 8}) {
            Cost cost = cost(site, clients, ef);
            figures.put("search_qps_" + clients, cost.perSecond());
            figures.put("search_cpu_ms_" + clients, cost.cpuMs());
        }
        for (ConsistencyLevel level : List.of(ConsistencyLevel.Bounded, ConsistencyLevel.Strong)) {
            figures.put(
                    level == ConsistencyLevel.Strong ? "strong_p50_ms" : "bounded_p50_ms",
                    Crowd.medianMs(LATENCY_QUERIES, () -> ask(site.client(), round, ef, level)));
        }
        figures.put("strong_over_bounded_ms", figures.get("strong_p50_ms") - figures.get("bounded_p50_ms"));
        return figures;
    }

    /** Returns a search that only a server with the data answers as expected. */
    Site.Question question() {
        SearchRequest request = request(0, EFS[EFS.length - 1], ConsistencyLevel.Strong);
        return client -> {
            if (client.search(request).size() != TOP_K) {
                throw new io.windhover.bench.load.CallFailed("Search", -1, "too few hits");
            }
        };
    }
}
