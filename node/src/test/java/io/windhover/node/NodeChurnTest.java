package io.windhover.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeChurnTest {
    private static final int KEYS = 300;

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = new TestDatabase(folder, NodeSettings.STANDARD);
    }

    @AfterEach
    void close() {
        database.close();
        assertThat(database.failures()).isEmpty();
    }

    // Goal: a read sees a replaced row exactly once, whatever flushes and compactions do meanwhile. Method: writers
    // replace rows of a fixed set of keys; every count must be the size of the set, every search must fill its topK.
    @Test
    void upsertsNeverChangeHowManyRowsThereAre() {
        database.createLoaded("docs", "HNSW");
        long[] all = LongStream.range(0, KEYS).toArray();
        database.insert("docs", all, all);
        AtomicBoolean done = new AtomicBoolean();
        try (var scope = database.runtime().scope("churn", Duration.ofMinutes(2))) {
            for (int writer = 0; writer < 4; writer++) {
                int seed = writer;
                scope.fork("writer", () -> upserts(new Random(seed)));
            }
            scope.fork("flusher", () -> {
                for (int i = 0; i < 6; i++) {
                    database.flush("docs");
                    if (i % 3 == 2) {
                        database.data().compact(database.collection("docs").id());
                    }
                }
                done.set(true);
                return true;
            });
            for (int reader = 0; reader < 2; reader++) {
                scope.fork("reader", () -> {
                    while (!done.get()) {
                        assertThat(database.count("docs")).isEqualTo(KEYS);
                        assertThat(database.search("docs", 500, 50)).hasSize(50).doesNotHaveDuplicates();
                    }
                    return true;
                });
            }
            scope.join();
        }
        assertThat(database.count("docs")).isEqualTo(KEYS);
    }

    private boolean upserts(Random random) {
        for (int i = 0; i < 100; i++) {
            long[] keys = random.longs(0, KEYS).distinct().limit(10).toArray();
            database.upsert("docs", keys, random.longs(keys.length, 0, 1000).toArray());
        }
        return true;
    }

    // Goal: concurrent life cycles of partitions, with flushes, disturb neither each other nor reads of the rest, and
    // leave nothing. Method: several fibers create, fill, flush, release and drop partitions while one reads.
    @Test
    void partitionsComeAndGoWithoutATraceInReads() {
        database.createLoaded("docs", "HNSW");
        database.insert("docs", new long[] {1, 2, 3}, new long[] {10, 20, 30});
        AtomicBoolean done = new AtomicBoolean();
        try (var scope = database.runtime().scope("churn", Duration.ofMinutes(2))) {
            scope.fork("reader", () -> {
                while (!done.get()) {
                    List<Long> keys =
                            database.rows("docs").stream().map(row -> row[0]).toList();
                    assertThat(keys).contains(1L, 2L, 3L);
                }
                return true;
            });
            scope.fork("cycles", () -> {
                try (var inner = database.runtime().scope("cycles", Duration.ofMinutes(2))) {
                    for (int fiber = 0; fiber < 3; fiber++) {
                        int number = fiber;
                        inner.fork("cycle", () -> cycles("p" + number, 1000L * (number + 1)));
                    }
                    inner.join();
                } finally {
                    done.set(true);
                }
                return true;
            });
            scope.join();
        }
        assertThat(database.rows("docs").stream().map(row -> row[0]).toList()).containsExactly(1L, 2L, 3L);
        assertThat(database.data().growing(database.collection("docs").id())).allMatch(state -> state.rowCount() <= 3);
    }

    private boolean cycles(String partition, long base) {
        for (int i = 0; i < 8; i++) {
            database.submit(new Command.CreatePartitions("", "docs", partition));
            long key = base + i;
            database.write("docs", partition, new long[] {key}, new long[] {key}, Optional.empty());
            assertThat(database.rows("docs").stream().map(row -> row[0]).toList())
                    .contains(key);
            if (i % 2 == 0) {
                database.flush("docs");
                assertThat(database.rows("docs").stream().map(row -> row[0]).toList())
                        .contains(key);
            }
            database.submit(new Command.Release("", "docs", List.of(partition)));
            database.submit(new Command.DropPartitions("", "docs", partition));
            assertThat(readable()).doesNotContain(key);
        }
        return true;
    }

    /** Another fiber may drop a partition between this one's plan and its read. */
    private List<Long> readable() {
        while (true) {
            try {
                return database.rows("docs").stream().map(row -> row[0]).toList();
            } catch (DatabaseException gone) {
                assertThat(gone.code()).isEqualTo(ErrorCode.PARTITION_NOT_FOUND);
            }
        }
    }
}
