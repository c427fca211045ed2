package io.windhover.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class NodeRandomTest {
    @TempDir
    private Path folder;

    // Goal: at every moment the database has exactly the acknowledged rows. Method: random inserts, upserts, deletes,
    // flushes, compactions and restarts, compared with a map after each step. Replay: -Dseed=n.
    @RepeatedTest(3)
    void theDatabaseEqualsAMapThroughFlushesCompactionsAndRestarts() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("NodeRandomTest -Dseed=" + seed);
        Random random = new Random(seed);
        Map<Long, Long> model = new TreeMap<>();
        TestDatabase database = new TestDatabase(folder, NodeSettings.STANDARD);
        try {
            database.createLoaded("docs", "HNSW");
            for (int step = 0; step < 300; step++) {
                int kind = random.nextInt(100);
                if (kind < 40) {
                    upsert(database, model, random);
                } else if (kind < 55) {
                    delete(database, model, random);
                } else if (kind < 65) {
                    database.flush("docs");
                } else if (kind < 70) {
                    database.data().flush(database.collection("docs").id());
                } else if (kind < 75) {
                    database.data().compact(database.collection("docs").id());
                } else if (kind < 79) {
                    if (random.nextBoolean()) {
                        database.close();
                    } else {
                        database.crash();
                    }
                    assertThat(database.failures()).isEmpty();
                    database = new TestDatabase(folder, NodeSettings.STANDARD);
                } else {
                    check(database, model, random, "seed " + seed + " step " + step);
                }
            }
            check(database, model, random, "seed " + seed + " at the end");
        } finally {
            database.close();
        }
        assertThat(database.failures()).isEmpty();
    }

    private static void upsert(TestDatabase database, Map<Long, Long> model, Random random) {
        long[] keys =
                random.longs(0, 200).distinct().limit(random.nextInt(1, 20)).toArray();
        long[] values = random.longs(keys.length, 0, 1000).toArray();
        database.upsert("docs", keys, values);
        for (int i = 0; i < keys.length; i++) {
            model.put(keys[i], values[i]);
        }
    }

    private static void delete(TestDatabase database, Map<Long, Long> model, Random random) {
        long[] keys = random.longs(random.nextInt(1, 10), 0, 200).toArray();
        database.delete("docs", keys);
        for (long key : keys) {
            model.remove(key);
        }
    }

    private static void check(TestDatabase database, Map<Long, Long> model, Random random, String when) {
        List<long[]> expected = new ArrayList<>();
        model.forEach((key, value) -> expected.add(new long[] {key, value}));
        assertThat(database.rows("docs")).as(when).usingRecursiveComparison().isEqualTo(expected);
        assertThat(database.count("docs")).as(when).isEqualTo(expected.size());
        long target = random.nextInt(1000);
        long[] nearest = database.search("docs", target, 5);
        double[] distances = java.util.Arrays.stream(nearest)
                .mapToDouble(key -> Math.abs(model.get(key) - target))
                .toArray();
        double[] best = model.values().stream()
                .mapToDouble(value -> Math.abs(value - target))
                .sorted()
                .limit(5)
                .toArray();
        assertThat(distances).as(when).containsExactly(best);
    }
}
