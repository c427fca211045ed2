package io.windhover.bench.storm;

import io.grpc.StatusRuntimeException;
import io.windhover.bench.load.Batch;
import io.windhover.bench.load.CallFailed;
import io.windhover.bench.load.DdlCalls;
import io.windhover.bench.load.MilvusClient;
import io.windhover.proto.common.ConsistencyLevel;
import io.windhover.proto.milvus.SearchRequest;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** One client of a storm: makes a partition, uses it, drops it, again and again. */
final class Scene {
    /** Codes by which a read of a released or dropped partition is refused: not loaded, not found. */
    private static final List<Integer> GONE = List.of(101, 103, 200, 201, 202);

    private static final int LIMIT = 10;
    private static final long POLL_NS = 2_000_000;

    private final Log log;
    private final MilvusClient client;
    private final DdlCalls ddl;
    private final StormSetting setting;
    private final SplittableRandom random;
    private final int number;
    private long rounds;

    Scene(Log log, MilvusClient client, StormSetting setting, int number) {
        this.log = log;
        this.client = client;
        this.ddl = new DdlCalls(client);
        this.setting = setting;
        this.random = new SplittableRandom(setting.seed() + number);
        this.number = number;
    }

    /** Plays one scene, chosen by the seed; a failure ends the scene and is in the log. */
    void play() {
        String partition = "storm_" + number + "_" + rounds++;
        try {
            switch (random.nextInt(3)) {
                case 0 -> writeAndDrop(partition);
                case 1 -> rebuildAndSearch(partition, false);
                default -> rebuildAndSearch(partition, true);
            }
        } catch (CallFailed | StatusRuntimeException _) {
            // The log has it; what is left of the partition is dropped so that the next scenes find room.
            log.timed("drop after failure", () -> dropQuietly(partition));
        }
    }

    private void dropQuietly(String partition) {
        try {
            client.releasePartition(setting.collection(), partition);
            client.dropPartition(setting.collection(), partition);
        } catch (CallFailed failure) {
            log.wrong("partition " + partition + " cannot be dropped after a failure: " + failure.getMessage());
        }
    }

    private void writeAndDrop(String partition) {
        fill(partition);
        release(partition);
        drop(partition);
    }

    private Batch fill(String partition) {
        String collection = setting.collection();
        log.timed("create partition", () -> client.createPartition(collection, partition));
        Batch batch = StormSetting.rows(random, setting.base() + random.nextLong(1L << 40), setting.partitionRows());
        log.timed("insert", () -> client.insert(collection, partition, batch));
        log.timed("flush", () -> client.flush(collection));
        return batch;
    }

    private void release(String partition) {
        log.timed("release", () -> client.releasePartition(setting.collection(), partition));
    }

    private void drop(String partition) {
        log.timed("drop partition", () -> client.dropPartition(setting.collection(), partition));
        log.refused(
                "search of the dropped " + partition,
                GONE,
                () -> ddl.search(request(new float[StormSetting.DIM]), partition));
    }

    private void rebuildAndSearch(String partition, boolean hybrid) {
        String collection = setting.collection();
        Batch batch = fill(partition);
        log.timed("drop index", () -> ddl.dropScalarIndex(collection, MilvusClient.VERSION));
        log.timed("create index", () -> ddl.createScalarIndex(collection, MilvusClient.VERSION, "BITMAP"));
        log.timed("await indexed", () -> client.awaitIndexed(collection, 0));
        log.timed("load", () -> ddl.loadPartition(collection, partition));
        log.timed("count", () -> check(partition, batch));
        float[] vector = java.util.Arrays.copyOf(batch.vectors(), StormSetting.DIM);
        List<Long> found = hybrid
                ? log.timed("hybrid search", () -> ddl.hybridSearch(request(vector), partition, LIMIT))
                : log.timed("search", () -> ddl.search(request(vector), partition));
        if (found.isEmpty() || found.getFirst() != batch.keys()[0]) {
            log.wrong("the row nearest to itself in " + partition + " is " + found + ", not " + batch.keys()[0]);
        }
        release(partition);
        log.refused("search of the released " + partition, GONE, () -> ddl.search(request(vector), partition));
        drop(partition);
    }

    private void check(String partition, Batch batch) {
        long count = whenLoaded(partition, "");
        if (count != batch.rowCount()) {
            log.wrong("partition " + partition + " has " + count + " rows, not " + batch.rowCount());
        }
        long filtered = whenLoaded(partition, MilvusClient.VERSION + " == 3");
        long expected =
                java.util.Arrays.stream(batch.versions()).filter(v -> v == 3).count();
        if (filtered != expected) {
            log.wrong("a filter on " + partition + " counts " + filtered + ", not " + expected);
        }
    }

    private long whenLoaded(String partition, String filter) {
        while (true) {
            try {
                return ddl.count(setting.collection(), partition, filter);
            } catch (CallFailed failure) {
                if (failure.code() != 103 && failure.code() != 202) {
                    throw failure;
                }
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }

    private SearchRequest request(float[] vector) {
        return MilvusClient.searchRequest(
                setting.collection(), vector, LIMIT, Map.of("params", "{\"ef\": 64}"), ConsistencyLevel.Strong);
    }
}
