package io.windhover.bench.main;

import io.windhover.bench.load.Batch;
import io.windhover.bench.load.MilvusClient;
import io.windhover.proto.milvus.QueryResults;
import java.util.List;
import java.util.Map;

/** The time between the answer to an insert and a strong read that has the row. */
record Visibility(int times) implements Measurement {
    private static final String COLLECTION = "visible";
    private static final int DIM = 8;
    private static final long WARM_UP_NS = 10_000_000_000L;

    @Override
    public String name() {
        return "visible";
    }

    @Override
    public void prepare(Served site) {
        MilvusClient client = site.client();
        client.createCollection(COLLECTION, DIM, 1);
        client.createIndex(COLLECTION, "FLAT", "L2", "{}");
        client.load(COLLECTION);
        long untilNs = System.nanoTime() + WARM_UP_NS;
        for (long key = 1_000_000; System.nanoTime() < untilNs; key++) {
            seen(client, key);
        }
    }

    @Override
    public Map<String, Double> measure(Served site, int round) {
        double[] tookMs = new double[times];
        for (int i = 0; i < times; i++) {
            tookMs[i] = seen(site.client(), (long) round * times + i);
        }
        java.util.Arrays.sort(tookMs);
        return Map.of("visible_p50_ms", tookMs[times / 2]);
    }

    private static double seen(MilvusClient client, long key) {
        long[] keys = {key};
        client.insert(COLLECTION, "", new Batch(keys, keys, new float[DIM], DIM));
        long startedNs = System.nanoTime();
        while (!holds(client, key)) {
            Thread.onSpinWait();
        }
        return (System.nanoTime() - startedNs) / 1e6;
    }

    private static boolean holds(MilvusClient client, long key) {
        QueryResults found = client.byKeys(COLLECTION, List.of(key));
        return found.getFieldsDataList().stream()
                .anyMatch(f -> f.getScalars().getLongData().getDataCount() == 1);
    }
}
