package io.windhover.bench.main;

import io.windhover.bench.load.MilvusClient;
import java.util.LinkedHashMap;
import java.util.Map;

/** Partitions created and dropped, each durable before its answer. */
record PartitionChurn(long durationMs) implements Measurement {
    private static final String COLLECTION = "churn";
    private static final int WARM_UP_TIMES = 10;

    @Override
    public String name() {
        return "partitions";
    }

    @Override
    public void prepare(Served site) {
        site.client().createCollection(COLLECTION, 8, 1);
        Crowd.perSecond(site.port(), 8, WARM_UP_TIMES * durationMs, PartitionChurn::cycle);
    }

    @Override
    public Map<String, Double> measure(Served site, int round) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (int clients : new int[] {1, 8, 64}) {
            figures.put(
                    "partition_ops_" + clients,
                    Crowd.perSecond(site.port(), clients, durationMs, PartitionChurn::cycle));
        }
        return figures;
    }

    private static int cycle(MilvusClient client, int index, int turn) {
        String name = "p" + index + "_" + turn;
        client.createPartition(COLLECTION, name);
        client.dropPartition(COLLECTION, name);
        return 2;
    }
}
