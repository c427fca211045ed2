package io.windhover.bench.main;

import io.windhover.bench.load.Batch;
import io.windhover.bench.load.MilvusClient;
import io.windhover.proto.milvus.InsertRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Rows of 128 dimensions in batches of 1,000 by one client, each batch durable before its answer. */
record Inserts(int batches) implements Measurement {
    private static final String COLLECTION = "inserts";
    private static final int DIM = 128;
    private static final int BATCH_ROWS = 1_000;

    @Override
    public String name() {
        return "insert";
    }

    @Override
    public void prepare(Site site) {
        site.client().createCollection(COLLECTION, DIM, 1);
        requests(-1).forEach(site.client()::insert);
        requests(-2).forEach(site.client()::insert);
    }

    @Override
    public Map<String, Double> measure(Site site, int round) {
        List<InsertRequest> requests = requests(round);
        long startedNs = System.nanoTime();
        long cpuNs = site.cpuNs(() -> requests.forEach(site.client()::insert));
        double rows = (double) batches * BATCH_ROWS;
        return Map.of(
                "insert_cpu_us", cpuNs / 1e3 / rows, "insert_rows_s", rows * 1e9 / (System.nanoTime() - startedNs));
    }

    private List<InsertRequest> requests(int round) {
        SplittableRandom random = new SplittableRandom(round);
        List<InsertRequest> requests = new ArrayList<>();
        long key = (round + 2L) * batches * BATCH_ROWS;
        for (int i = 0; i < batches; i++) {
            long[] keys = new long[BATCH_ROWS];
            for (int row = 0; row < BATCH_ROWS; row++) {
                keys[row] = key++;
            }
            float[] vectors = new float[BATCH_ROWS * DIM];
            for (int v = 0; v < vectors.length; v++) {
                vectors[v] = (float) random.nextDouble();
            }
            requests.add(MilvusClient.insertRequest(COLLECTION, "", new Batch(keys, keys, vectors, DIM)));
        }
        return requests;
    }
}
