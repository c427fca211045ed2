package io.windhover.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Goal: roles in processes of their own are one database. Method: whole processes in simulated time. */
class ClusterProcessTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String[] ALL = {"c1", "c2", "d1", "d2", "q1", "q2", "p1", "p2"};

    /** Runs a test on two processes of each role that all serve. */
    private static void onCluster(long seed, Consumer<SimulatedCluster> body) {
        Simulation.run(seed, LIMIT, simulation -> {
            SimulatedCluster cluster = new SimulatedCluster(simulation);
            for (int i = 1; i <= 2; i++) {
                cluster.start("c" + i, ClusterRole.COORDINATOR);
                cluster.start("d" + i, ClusterRole.DATA);
                cluster.start("q" + i, ClusterRole.QUERY);
                cluster.start("p" + i, ClusterRole.PROXY);
            }
            cluster.awaitServing(ALL);
            body.accept(cluster);
        });
    }

    private static List<Map<String, Object>> rows(int from, int count) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            rows.add(Map.of("id", (long) i, "v", new float[] {i, 0}));
        }
        return rows;
    }

    private static CollectionHandle docs(SimulatedCluster cluster, String proxy) {
        return cluster.docs(proxy);
    }

    private static void insert(SimulatedCluster cluster, String proxy, int from, int count) {
        cluster.in(proxy, () -> docs(cluster, proxy).insert(rows(from, count)));
    }

    private static long count(SimulatedCluster cluster, String proxy) {
        return cluster.in(proxy, () -> docs(cluster, proxy).count(""));
    }

    /** Creates "docs" of four shards, loaded in so many replicas. */
    private static void create(SimulatedCluster cluster, int replicas) {
        cluster.in("p1", () -> {
            cluster.running("p1")
                    .member()
                    .requests()
                    .createCollection(CollectionSpec.named("docs")
                            .longKey("id")
                            .vector("v", 2)
                            .shards(4)
                            .request());
            docs(cluster, "p1").createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            cluster.running("p1")
                    .member()
                    .requests()
                    .load(new LoadRequest(new CollectionRef("docs"), List.of(), replicas, List.of()));
            return true;
        });
        cluster.await(() -> isLoaded(cluster));
    }

    private static boolean isLoaded(SimulatedCluster cluster) {
        return cluster.in(
                        "p1",
                        () -> cluster.running("p1")
                                .member()
                                .requests()
                                .loadStatus(new CollectionRef("docs"), List.of()))
                instanceof LoadStatus.Loaded;
    }

    @Test
    void everyProxyDoesWhatAnyOfThemWasAskedFor() {
        // Goal: P2 and P9 through different proxies. Method: what one creates, the other uses at once; rows in files
        // and in
        // logs are counted and searched by both.
        onCluster(1, cluster -> {
            create(cluster, 1);
            insert(cluster, "p2", 0, 100);
            assertThat(count(cluster, "p1")).isEqualTo(100);
            cluster.in("p1", () -> {
                docs(cluster, "p1").flush();
                return true;
            });
            insert(cluster, "p1", 100, 50);
            assertThat(count(cluster, "p2")).isEqualTo(150);
            assertThat(cluster.<Object>in(
                            "p2",
                            () -> docs(cluster, "p2")
                                    .search("v", new float[] {42, 0}, 1, "")
                                    .getFirst()
                                    .key()))
                    .isEqualTo(42L);
            cluster.in("p2", () -> {
                cluster.running("p2").member().requests().dropCollection(new CollectionRef("docs"));
                return true;
            });
            assertThatThrownBy(() -> count(cluster, "p1"))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.COLLECTION_NOT_FOUND));
        });
    }

    @Test
    void nobodyButDdlNoticesThatTheLeaderDied() {
        // Goal: P4. Method: kill the leader; rows go in and are read meanwhile; a creation sent then is done by the
        // next.
        onCluster(2, cluster -> {
            create(cluster, 1);
            String leader = cluster.running("c1").member().leads() ? "c1" : "c2";
            cluster.kill(leader);
            insert(cluster, "p1", 0, 10);
            assertThat(count(cluster, "p2")).isEqualTo(10);
            cluster.in("p2", () -> {
                docs(cluster, "p2").createPartitions(List.of("later"));
                return true;
            });
            assertThat(cluster.running(leader.equals("c1") ? "c2" : "c1")
                            .member()
                            .leads())
                    .isTrue();
            assertThat(cluster.<Boolean>in(
                            "p1",
                            () -> cluster.running("p1")
                                    .member()
                                    .requests()
                                    .hasPartition(new CollectionRef("docs"), "later")))
                    .isTrue();
        });
    }

    @Test
    void rowsOfADeadDataNodeAreServedByAnother() {
        // Goal: P3. Method: rows in logs only, half of the owners killed; every row is counted, more go in.
        onCluster(3, cluster -> {
            create(cluster, 1);
            insert(cluster, "p1", 0, 200);
            cluster.kill("d1");
            assertThat(count(cluster, "p2")).isEqualTo(200);
            insert(cluster, "p2", 200, 100);
            assertThat(count(cluster, "p1")).isEqualTo(300);
            cluster.start("d1", ClusterRole.DATA);
            cluster.awaitServing("d1");
            insert(cluster, "p2", 300, 100);
            assertThat(count(cluster, "p1")).isEqualTo(400);
        });
    }

    @Test
    void aReadGoesToAnotherReplicaWhenOneDies() {
        // Goal: a search fails over within the request. Method: two replicas, one query node killed and none comes
        // back.
        onCluster(4, cluster -> {
            create(cluster, 2);
            insert(cluster, "p1", 0, 100);
            cluster.kill("q2");
            for (int i = 0; i < 10; i++) {
                assertThat(count(cluster, "p1")).isEqualTo(100);
            }
        });
    }

    @Test
    void whoIsStoppedHandsOverFirst() {
        // Goal: nodes are drained. Method: stop one data and one query node while rows go in and are counted.
        onCluster(5, cluster -> {
            create(cluster, 1);
            insert(cluster, "p1", 0, 100);
            cluster.stop("d1");
            cluster.stop("q1");
            assertThat(count(cluster, "p1")).isEqualTo(100);
            insert(cluster, "p1", 100, 100);
            assertThat(count(cluster, "p2")).isEqualTo(200);
        });
    }

    @Test
    void whoHearsNothingOfTheStoreAnswersNothingAndComesBack() {
        // Goal: P4, safe mode. Method: a proxy loses the metadata store; after its term it refuses and says why; a
        // partition made meanwhile does not wait for it longer than its lease, and it knows it when it is back.
        onCluster(6, cluster -> {
            create(cluster, 1);
            cluster.cutOff("p2", true);
            cluster.await(() -> !cluster.running("p2").member().isServing());
            assertThatThrownBy(() -> count(cluster, "p2"))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
            // What a log says of a request that was refused.
            assertThat(cluster.running("p2").member().requests().catalogVersion())
                    .isPositive();
            assertThat(cluster.running("p2").member().health())
                    .anyMatch(health -> health.state() == RoleHealth.State.SAFE_MODE);
            cluster.in("p1", () -> {
                docs(cluster, "p1").createPartitions(List.of("meanwhile"));
                return true;
            });
            cluster.cutOff("p2", false);
            cluster.awaitServing("p2");
            assertThat(cluster.<Boolean>in(
                            "p2",
                            () -> cluster.running("p2")
                                    .member()
                                    .requests()
                                    .hasPartition(new CollectionRef("docs"), "meanwhile")))
                    .isTrue();
        });
    }
}
