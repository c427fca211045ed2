package io.windhover.bench.main;

import io.windhover.bench.load.Batch;
import io.windhover.bench.load.MilvusClient;
import io.windhover.proto.milvus.InsertRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Rows of 128 dimensions in batches of 1,000 by one client, each batch durable before its answer. What the server does
 * with them in the background meanwhile, such as writing segments, is counted with them.
 */
final class Inserts implements Measurement {
    private static final String COLLECTION = "inserts";
    private static final int DIM = 128;
    private static final int BATCH_ROWS = 1_000;
    private static final int COLD_BATCHES = 100;
    private static final int WARM_UP_BATCHES = 1_500;

    private final int batches;
    /** Processor time a row of the first rows that a server got, by the server's name. */
    private final Map<String, Double> coldCpuUs = new HashMap<>();

    /** Measures so many batches a round. */
    Inserts(int batches) {
        this.batches = batches;
    }

    @Override
    public String name() {
        return "insert";
    }

    @Override
    public void prepare(Served site) {
        site.client().createCollection(COLLECTION, DIM, 1);
        long cpuNs = site.cpuNs(() -> insert(site, 0, COLD_BATCHES));
        coldCpuUs.put(site.name(), cpuNs / 1e3 / COLD_BATCHES / BATCH_ROWS);
        insert(site, COLD_BATCHES, WARM_UP_BATCHES);
    }

    @Override
    public Map<String, Double> measure(Served site, int round) {
        long[] waitedNs = new long[1];
        int first = COLD_BATCHES + WARM_UP_BATCHES + round * batches;
        long cpuNs = site.cpuNs(() -> waitedNs[0] = insert(site, first, batches));
        double rows = (double) batches * BATCH_ROWS;
        Map<String, Double> figures =
                new HashMap<>(Map.of("insert_cpu_us", cpuNs / 1e3 / rows, "insert_rows_s", rows * 1e9 / waitedNs[0]));
        if (round == 0) {
            figures.put("insert_cold_cpu_us", coldCpuUs.get(site.name()));
        }
        return figures;
    }

    /** Inserts batches of new keys one after another; returns how long the server let the client wait. */
    private static long insert(Served site, int firstBatch, int count) {
        SplittableRandom random = new SplittableRandom(firstBatch);
        long waitedNs = 0;
        for (int i = 0; i < count; i++) {
            InsertRequest request = request((firstBatch + i) * (long) BATCH_ROWS, random);
            long startedNs = System.nanoTime();
            site.client().insert(request);
            waitedNs += System.nanoTime() - startedNs;
        }
        return waitedNs;
    }

    private static InsertRequest request(long firstKey, SplittableRandom random) {
        long[] keys = new long[BATCH_ROWS];
        for (int row = 0; row < BATCH_ROWS; row++) {
            keys[row] = firstKey + row;
        }
        float[] vectors = new float[BATCH_ROWS * DIM];
        for (int v = 0; v < vectors.length; v++) {
            vectors[v] = (float) random.nextDouble();
        }
        return MilvusClient.insertRequest(COLLECTION, "", new Batch(keys, keys, vectors, DIM));
    }
}
