package io.windhover.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.StorageNames;
import io.windhover.model.role.Command;
import io.windhover.model.role.RoleHealth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
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

    private void restart() {
        close();
        open();
    }

    // Goal: a row is searchable as soon as its insert is answered. Method: insert, search at once.
    @Test
    void anInsertedRowIsFoundAtOnce() {
        database.createLoaded("docs", "HNSW");
        database.insert("docs", new long[] {1, 2, 3}, new long[] {10, 20, 30});
        assertThat(database.search("docs", 19, 2)).containsExactly(2, 1);
        assertThat(database.count("docs")).isEqualTo(3);
    }

    // Goal: rows are the same growing, sealed and both. Method: the same questions around a flush.
    @Test
    void aFlushChangesNoAnswer() {
        database.createLoaded("docs", "HNSW");
        database.insert("docs", new long[] {1, 2, 3}, new long[] {10, 20, 30});
        database.delete("docs", 3);
        database.flush("docs");
        assertThat(database.search("docs", 31, 3)).containsExactly(2, 1);
        database.insert("docs", new long[] {4}, new long[] {29});
        database.upsert("docs", new long[] {1}, new long[] {33});
        database.delete("docs", 2);
        assertThat(database.search("docs", 31, 3)).containsExactly(1, 4);
        assertThat(database.rows("docs")).containsExactly(new long[] {1, 33}, new long[] {4, 29});
        database.flush("docs");
        assertThat(database.rows("docs")).containsExactly(new long[] {1, 33}, new long[] {4, 29});
        assertThat(database.count("docs")).isEqualTo(2);
    }

    // Goal: nothing acknowledged is lost by a restart. Method: restart with growing rows, sealed rows, and deletes of
    // both.
    @Test
    void aRestartKeepsGrowingAndSealedRows() {
        database.createLoaded("docs", "HNSW");
        database.insert("docs", new long[] {1, 2, 3}, new long[] {10, 20, 30});
        database.flush("docs");
        database.insert("docs", new long[] {4, 5}, new long[] {40, 50});
        database.delete("docs", 2, 5);
        restart();
        assertThat(database.rows("docs")).containsExactly(new long[] {1, 10}, new long[] {3, 30}, new long[] {4, 40});
        database.flush("docs");
        restart();
        assertThat(database.search("docs", 41, 10)).containsExactly(4, 3, 1);
    }

    // Goal: a dropped partition takes its rows with it and takes no new ones; others stay.
    @Test
    void aDroppedPartitionIsGoneForWritesAndReads() {
        database.createLoaded("docs", "HNSW");
        database.submit(new Command.CreatePartitions("", "docs", "eu"));
        database.insert("docs", new long[] {1}, new long[] {10});
        database.write("docs", "eu", new long[] {2}, new long[] {20}, Optional.empty());
        var eu = database.partition("docs", "eu");
        var owner = database.collection("docs");
        assertThat(database.search("docs", 20, 2)).containsExactly(2, 1);
        database.submit(new Command.Release("", "docs", List.of("eu")));
        database.submit(new Command.DropPartitions("", "docs", "eu"));
        assertThat(database.search("docs", 20, 2)).containsExactly(1);
        assertThatThrownBy(() -> database.data()
                        .append(database.shardWrite(owner, eu, new long[] {3}, new long[] {30}, Optional.empty())))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PARTITION_NOT_FOUND));
        restart();
        assertThat(database.search("docs", 20, 2)).containsExactly(1);
    }

    // Goal: a write to a dropped collection says so. Method: drop, append with the old id.
    @Test
    void aWriteToADroppedCollectionIsRefused() {
        database.create("docs", "HNSW");
        var owner = database.collection("docs");
        var partition = owner.partition(Partition.DEFAULT_NAME).orElseThrow().id();
        database.insert("docs", new long[] {1}, new long[] {10});
        database.submit(new Command.DropCollection("", "docs"));
        assertThatThrownBy(() -> database.data()
                        .append(database.shardWrite(
                                owner, partition, new long[] {3}, new long[] {30}, Optional.empty())))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COLLECTION_NOT_FOUND));
    }

    // Goal: what is not loaded says so. Method: search before load, after load, after release.
    @Test
    void aReleasedCollectionIsNotSearchable() {
        database.create("docs", "HNSW");
        database.insert("docs", new long[] {1}, new long[] {10});
        assertThatThrownBy(() -> database.search("docs", 1, 1))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COLLECTION_NOT_LOADED));
        database.submit(new Command.Load("", "docs", List.of(), 1, List.of()));
        assertThat(database.search("docs", 1, 1)).containsExactly(1);
        database.submit(new Command.Release("", "docs", List.of()));
        assertThatThrownBy(() -> database.search("docs", 1, 1)).isInstanceOf(DatabaseException.class);
    }

    // Goal: a full disk refuses one write and harms nothing else. Method: one refused append between two good ones.
    @Test
    void aFullDiskRefusesTheWriteAndNothingElse() {
        database.createLoaded("docs", "HNSW");
        database.insert("docs", new long[] {1}, new long[] {10});
        database.wal().refuse(1);
        assertThatThrownBy(() -> database.insert("docs", new long[] {2}, new long[] {20}))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
        database.insert("docs", new long[] {3}, new long[] {30});
        assertThat(database.rows("docs")).containsExactly(new long[] {1, 10}, new long[] {3, 30});
        restart();
        assertThat(database.rows("docs")).containsExactly(new long[] {1, 10}, new long[] {3, 30});
    }

    // Goal: a full disk is safe mode until a write gets through. Method: the health after a refused append and after
    // the next.
    @Test
    void aFullDiskIsSafeModeUntilAWriteGetsThrough() {
        database.createLoaded("docs", "HNSW");
        database.wal().refuse(1);
        assertThatThrownBy(() -> database.insert("docs", new long[] {2}, new long[] {20}))
                .isInstanceOf(DatabaseException.class);
        RoleHealth full = database.node().data().roleHealth();
        assertThat(full.state()).isEqualTo(RoleHealth.State.SAFE_MODE);
        assertThat(full.reasons()).singleElement().asString().startsWith("safe mode: log of shard ");
        database.insert("docs", new long[] {3}, new long[] {30});
        assertThat(database.node().data().roleHealth().isWell()).isTrue();
    }

    // Goal: a write of unknown outcome is either there or not, the same before and after a restart, and the shard goes
    // on by itself. Method: the log keeps a record and loses the answer.
    @Test
    void aLostAnswerOfTheLogIsRecoveredFrom() {
        database.createLoaded("docs", "HNSW");
        database.insert("docs", new long[] {1}, new long[] {10});
        database.wal().loseAnswers(1);
        assertThatThrownBy(() -> database.insert("docs", new long[] {2}, new long[] {20}))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        database.insert("docs", new long[] {3}, new long[] {30});
        List<long[]> rows = database.rows("docs");
        assertThat(rows).containsExactly(new long[] {1, 10}, new long[] {2, 20}, new long[] {3, 30});
        restart();
        assertThat(database.rows("docs")).usingRecursiveComparison().isEqualTo(rows);
    }

    // Goal: a shard that changes its owner while it flushes has each row once. Method: fence the log in the middle of a
    // flush, again and again; the node takes the shard over anew with the next write.
    @Test
    void aNewOwnerDuringAFlushDoublesNothing() {
        database.createLoaded("docs", "HNSW");
        var owner = database.collection("docs");
        String log = StorageNames.log(new ShardId(owner.id(), 0));
        long key = 0;
        for (int round = 0; round < 8; round++) {
            database.insert("docs", new long[] {key++, key++, key++}, new long[] {1, 2, 3});
            database.data().flush(owner.id());
            database.wal().openWriter(log, database.coordinator().allocateIds(1).first());
            insertWhenOwned(key++);
            assertThat(database.count("docs")).isEqualTo(key);
        }
        database.flush("docs");
        assertThat(database.count("docs")).isEqualTo(key);
        restart();
        assertThat(database.count("docs")).isEqualTo(key);
    }

    private void insertWhenOwned(long key) {
        database.await("ownership", () -> {
            try {
                database.insert("docs", new long[] {key}, new long[] {key});
                return true;
            } catch (DatabaseException fenced) {
                assertThat(fenced.code()).isEqualTo(ErrorCode.NOT_OWNER);
                return false;
            }
        });
    }

    // Goal: after a drop everything is given back. Method: drop a collection with growing and sealed rows, look.
    @Test
    void aDroppedCollectionLeavesNothingBehind() {
        database.createLoaded("docs", "HNSW");
        var id = database.collection("docs").id();
        database.insert("docs", new long[] {1}, new long[] {10});
        database.flush("docs");
        database.insert("docs", new long[] {2}, new long[] {20});
        assertThat(database.search("docs", 10, 5)).containsExactly(1, 2);
        assertThat(database.node().holds(id)).isTrue();
        database.submit(new Command.Release("", "docs", List.of()));
        database.submit(new Command.DropCollection("", "docs"));
        database.await("letting go", () -> !database.node().holds(id));
    }

    // Goal: many writers at once lose and double nothing, flushes in between. Method: count and compare all rows.
    @Test
    void concurrentWritersAndFlushesKeepEveryRowOnce() {
        database.createLoaded("docs", "HNSW");
        int writers = 8;
        int batches = 50;
        try (var scope = database.runtime().scope("writers", java.time.Duration.ofMinutes(2))) {
            for (int writer = 0; writer < writers; writer++) {
                long base = writer * 1_000_000L;
                scope.fork("writer", () -> {
                    for (int batch = 0; batch < batches; batch++) {
                        long from = base + batch * 10;
                        long[] keys = LongStream.range(from, from + 10).toArray();
                        database.insert("docs", keys, keys);
                    }
                    return true;
                });
            }
            scope.fork("flusher", () -> {
                for (int i = 0; i < 5; i++) {
                    database.flush("docs");
                }
                return true;
            });
            scope.fork("reader", () -> {
                long last = 0;
                for (int i = 0; i < 100; i++) {
                    long count = database.count("docs");
                    assertThat(count).isGreaterThanOrEqualTo(last);
                    last = count;
                }
                return true;
            });
            scope.join();
        }
        List<Long> expected = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            for (int i = 0; i < batches * 10; i++) {
                expected.add(writer * 1_000_000L + i);
            }
        }
        assertThat(database.rows("docs").stream().map(row -> row[0]).toList()).isEqualTo(expected);
        restart();
        assertThat(database.rows("docs").stream().map(row -> row[0]).toList()).isEqualTo(expected);
    }
}
