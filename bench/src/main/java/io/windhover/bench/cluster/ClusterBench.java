package io.windhover.bench.cluster;

import io.windhover.bench.load.Batch;
import io.windhover.bench.load.Figures;
import io.windhover.bench.load.MilvusClient;
import io.windhover.proto.common.ConsistencyLevel;
import io.windhover.proto.milvus.SearchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What clients of a cluster get: first how many partitions they create and drop a second through all proxies, every answer
 * witnessed; then what those who search and insert notice while coordinators are killed.
 */
@Command(
        name = "bench cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures partition DDL through the proxies of a running cluster, and reads and writes while its"
                + " coordinators are killed.")
public final class ClusterBench implements Callable<Integer> {
    private static final String COLLECTION = "bench_cluster";
    /** Never loaded: partitions of a loaded one must be released before they are dropped. */
    private static final String DDL_COLLECTION = "bench_cluster_ddl";

    private static final int DIM = 16;
    private static final int BASE_ROWS = 5_000;
    private static final int INSERT_ROWS = 100;

    @Option(names = "--cluster", required = true, paramLabel = "DIR", description = "folder of a cluster that is up")
    private Path folder;

    @Option(names = "--clients", description = "of the DDL (default: ${DEFAULT-VALUE})")
    private int clients = 64;

    @Option(names = "--seconds", description = "of the DDL (default: ${DEFAULT-VALUE})")
    private int seconds = 30;

    @Option(names = "--kill-seconds", description = "with coordinators killed (default: ${DEFAULT-VALUE})")
    private int killSeconds = 300;

    @Option(names = "--kill-every", description = "seconds between kills (default: ${DEFAULT-VALUE})")
    private int killEvery = 10;

    @Option(names = "--json", description = "file for the figures")
    private Optional<Path> json = Optional.empty();

    private final Figures figures = new Figures();
    private final List<MilvusClient> proxies = new ArrayList<>();
    private RunningCluster cluster;

    private ClusterBench() {}

    /** Runs it; exits with 0 only if no search and no insert failed. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ClusterBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        cluster = new RunningCluster(folder);
        cluster.processes("proxy").forEach(process -> proxies.add(new MilvusClient(process.port())));
        prepare();
        ddl();
        boolean isUnnoticed = killSeconds == 0 || kills();
        proxies.getFirst().dropCollection(COLLECTION);
        proxies.getFirst().dropCollection(DDL_COLLECTION);
        proxies.forEach(MilvusClient::close);
        figures.print();
        if (json.isPresent()) {
            figures.write(json.get());
        }
        return isUnnoticed ? 0 : 1;
    }

    private void prepare() {
        MilvusClient first = proxies.getFirst();
        first.createCollection(DDL_COLLECTION, DIM, 1);
        first.createCollection(COLLECTION, DIM, 2);
        first.createIndex(COLLECTION, "HNSW", "L2", "{\"M\":16,\"efConstruction\":100}");
        first.insert(COLLECTION, "", batch(0, BASE_ROWS));
        first.flush(COLLECTION);
        first.load(COLLECTION);
    }

    private static Batch batch(long from, int count) {
        long[] keys = new long[count];
        float[] vectors = new float[count * DIM];
        for (int i = 0; i < count; i++) {
            keys[i] = from + i;
            for (int d = 0; d < DIM; d++) {
                vectors[i * DIM + d] = ((from + i) * 31 + d * 17L) % 997;
            }
        }
        return new Batch(keys, new long[count], vectors, DIM);
    }

    private MilvusClient proxy(long turn) {
        return proxies.get((int) (turn % proxies.size()));
    }

    /** Each client creates and drops a partition of its own, each call at the next proxy. */
    private void ddl() {
        ddl(Math.max(5, seconds / 3), new Outcomes());
        Outcomes outcomes = new Outcomes();
        double waitsBefore = cluster.sum("coordinator", "windhover_witness_wait_seconds_sum");
        double countBefore = cluster.sum("coordinator", "windhover_witness_wait_seconds_count");
        long startNs = System.nanoTime();
        ddl(seconds, outcomes);
        double elapsed = (System.nanoTime() - startNs) / 1e9;
        double waits = cluster.sum("coordinator", "windhover_witness_wait_seconds_sum") - waitsBefore;
        double count = cluster.sum("coordinator", "windhover_witness_wait_seconds_count") - countBefore;
        figures.put("ddl_clients", clients);
        figures.put("ddl_per_second", Math.round(outcomes.succeeded() / elapsed));
        figures.put("ddl_p50_ms", outcomes.percentileMs(50));
        figures.put("ddl_p99_ms", outcomes.percentileMs(99));
        figures.put("ddl_witness_mean_ms", Math.round(1e5 * waits / Math.max(1, count)) / 100.0);
        figures.put("ddl_failed", outcomes.failed());
        figures.put("ddl_failures", outcomes.failures());
    }

    private void ddl(int duration, Outcomes outcomes) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(duration);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int client = i;
            threads.add(Thread.startVirtualThread(() -> {
                for (long turn = client; System.nanoTime() < endNs; turn += 2) {
                    MilvusClient one = proxy(turn);
                    MilvusClient other = proxy(turn + 1);
                    outcomes.call(() -> one.createPartition(DDL_COLLECTION, "p" + client));
                    outcomes.call(() -> other.dropPartition(DDL_COLLECTION, "p" + client));
                }
            }));
        }
        threads.forEach(ClusterBench::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Returns whether nobody who searched or inserted met an error. */
    private boolean kills() {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(killSeconds);
        Outcomes searches = new Outcomes();
        Outcomes inserts = new Outcomes();
        Outcomes ddl = new Outcomes();
        AtomicLong inserted = new AtomicLong(BASE_ROWS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int client = i;
            threads.add(Thread.startVirtualThread(() -> until(endNs, turn -> search(client + turn, searches))));
            threads.add(Thread.startVirtualThread(
                    () -> until(endNs, turn -> insert(client + turn, inserted, inserts))));
        }
        threads.add(Thread.startVirtualThread(() -> until(endNs, turn -> oneDdl(turn, ddl))));
        int kills = killUntil(endNs);
        threads.forEach(ClusterBench::join);
        figures.put("kills", kills);
        put("kill_search", searches);
        put("kill_insert", inserts);
        put("kill_ddl", ddl);
        return searches.failed() + inserts.failed() == 0;
    }

    private void put(String name, Outcomes outcomes) {
        figures.put(name + "_count", outcomes.succeeded());
        figures.put(name + "_failed", outcomes.failed());
        figures.put(name + "_p50_ms", outcomes.percentileMs(50));
        figures.put(name + "_max_ms", outcomes.percentileMs(100));
        figures.put(name + "_failures", outcomes.failures());
    }

    private static void until(long endNs, java.util.function.LongConsumer step) {
        for (long turn = 0; System.nanoTime() < endNs; turn++) {
            step.accept(turn);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void search(long turn, Outcomes outcomes) {
        float[] query = new float[DIM];
        query[0] = turn % 997;
        SearchRequest request =
                MilvusClient.searchRequest(COLLECTION, query, 10, Map.of("ef", "64"), ConsistencyLevel.Strong);
        outcomes.call(() -> {
            if (proxy(turn).search(request).size() != 10) {
                throw new IllegalStateException("a search found fewer than it asked for");
            }
        });
    }

    private void insert(long turn, AtomicLong inserted, Outcomes outcomes) {
        Batch batch = batch(inserted.getAndAdd(INSERT_ROWS), INSERT_ROWS);
        outcomes.call(() -> proxy(turn).insert(COLLECTION, "", batch));
    }

    /** The time of the longest is the time without a leader. */
    private void oneDdl(long turn, Outcomes outcomes) {
        outcomes.call(() -> proxy(turn).createPartition(DDL_COLLECTION, "k" + turn % 2));
        outcomes.call(() -> proxy(turn + 1).dropPartition(DDL_COLLECTION, "k" + turn % 2));
    }

    private int killUntil(long endNs) {
        int kills = 0;
        while (System.nanoTime() + TimeUnit.SECONDS.toNanos(killEvery) < endNs) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(killEvery));
            List<RunningCluster.Process> coordinators = cluster.processes("coordinator");
            RunningCluster.Process victim = cluster.leader().orElse(coordinators.getFirst());
            cluster.command("kill", victim.name());
            cluster.command("start", victim.name(), "--no-wait");
            kills++;
        }
        return kills;
    }
}
