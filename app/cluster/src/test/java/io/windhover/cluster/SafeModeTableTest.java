package io.windhover.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.cluster.SimulatedCluster.Store;
import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.model.DatabaseException;
import io.windhover.model.Timestamp;
import io.windhover.model.catalog.ConsistencyLevel;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.FlushResult;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.proxy.request.QueryRequest;
import io.windhover.proxy.request.ReadConsistency;
import io.windhover.runtime.Promise;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Goal: {@code docs/safe-mode.md} is true (P4). Method: every row of its table on a cluster of its own in simulated time:
 * what the row names is taken away, all requests are made side by side, each must end as its cell says; then all is given
 * back, nothing is lacked any more, every request is answered, and every acknowledged row is there (P3).
 */
class SafeModeTableTest {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final CollectionRef IDLE = new CollectionRef("idle");
    private static final List<String> MEMBERS = List.of("p1", "p2", "c1", "c2", "d1", "d2", "q1", "q2");
    private static final int ROWS = 100;

    @TestFactory
    Stream<DynamicTest> theTableSaysWhatHappens() {
        return SafeModeTable.read().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.name(), () -> Simulation.run(7, LIMIT, simulation -> play(row, simulation))));
    }

    private static void play(SafeModeTable.Row row, Simulation simulation) {
        SimulatedCluster cluster = new SimulatedCluster(simulation);
        MEMBERS.forEach(name -> cluster.start(name, role(name)));
        MEMBERS.forEach(cluster::awaitServing);
        create(cluster, "docs");
        create(cluster, "idle");
        cluster.in("p1", () -> {
            requests(cluster).release(IDLE, List.of());
            return true;
        });
        String leader = cluster.running("c1").member().leads() ? "c1" : "c2";

        cut(cluster, row, leader, true);
        boolean isEarly = writeEarly(cluster, row);
        Map<String, String> outcomes = all(cluster, "during");
        String shown =
                row.shown().get(0).equals("leader") ? leader : row.shown().get(0);
        boolean isShown = row.shown().size() < 3
                || await(
                        cluster,
                        () -> shows(
                                cluster, shown, row.shown().get(1), row.shown().get(2)));
        String health = health(cluster).toString();
        cut(cluster, row, leader, false);

        assertThat(outcomes).as(row.name() + " health " + health).isEqualTo(row.cells());
        assertThat(isShown).as(row.shown() + " in " + health).isTrue();
        cluster.await(() -> health(cluster).isEmpty());
        all(cluster, "after")
                .forEach((request, outcome) ->
                        assertThat(outcome).as(request + " afterwards").isIn("yes", "later"));
        boolean isInserted = row.cells().get("insert").equals("yes")
                || row.cells().get("insert").equals("later");
        long least = 3L * ROWS + (isInserted ? ROWS : 0) + (isEarly ? ROWS : 0);
        assertThat(count(cluster)).isBetween(least, 5L * ROWS);
    }

    /** Lets the time pass after which requests come, with a write at its beginning; returns whether it was acknowledged. */
    private static boolean writeEarly(SimulatedCluster cluster, SafeModeTable.Row row) {
        if (row.since().isZero()) {
            return false;
        }
        Promise<Boolean> acknowledged = cluster.world().promise();
        cluster.running("p1").process().runtime().fork("early", () -> {
            try {
                handle(cluster, "docs").insert(rows(4 * ROWS));
                acknowledged.complete(true);
            } catch (DatabaseException refused) {
                acknowledged.complete(false);
            }
        });
        cluster.world().sleep(row.since());
        return acknowledged.isDone() && acknowledged.await();
    }

    private static ClusterRole role(String name) {
        return switch (name.charAt(0)) {
            case 'p' -> ClusterRole.PROXY;
            case 'c' -> ClusterRole.COORDINATOR;
            case 'd' -> ClusterRole.DATA;
            default -> ClusterRole.QUERY;
        };
    }

    private static void cut(SimulatedCluster cluster, SafeModeTable.Row row, String leader, boolean isCut) {
        List<String> who = switch (row.who()) {
            case "all" -> MEMBERS;
            case "leader" -> List.of(leader);
            default -> List.of(row.who());
        };
        for (String name : who) {
            switch (row.without()) {
                case "etcd" -> cluster.cutOff(name, Store.METADATA, isCut);
                case "Pulsar" -> cluster.cutOff(name, Store.LOG, isCut);
                case "S3" -> cluster.cutOff(name, Store.OBJECTS, isCut);
                case "leader" -> cluster.cutApart(name, leader, isCut);
                case "everybody" ->
                    MEMBERS.stream()
                            .filter(other -> !other.equals(name))
                            .forEach(other -> cluster.cutApart(name, other, isCut));
                case "coordinators" -> life(cluster, name, isCut);
                default -> cluster.cutApart(name, row.without(), isCut);
            }
        }
    }

    private static void life(SimulatedCluster cluster, String name, boolean isEnded) {
        if (role(name) == ClusterRole.COORDINATOR && isEnded) {
            cluster.kill(name);
        } else if (role(name) == ClusterRole.COORDINATOR) {
            cluster.start(name, ClusterRole.COORDINATOR);
        }
    }

    private static Requests requests(SimulatedCluster cluster) {
        return cluster.running("p1").member().requests();
    }

    private static CollectionHandle handle(SimulatedCluster cluster, String name) {
        return new CollectionHandle(
                requests(cluster), cluster.running("p1").process().runtime(), name);
    }

    private static List<Map<String, Object>> rows(int from) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < from + ROWS; i++) {
            rows.add(Map.of("id", (long) i, "v", new float[] {i, 0}));
        }
        return rows;
    }

    /** Creates a loaded collection of four shards with rows in files and rows in logs. */
    private static void create(SimulatedCluster cluster, String name) {
        cluster.in("p1", () -> {
            requests(cluster)
                    .createCollection(CollectionSpec.named(name)
                            .longKey("id")
                            .vector("v", 2)
                            .shards(4)
                            .request());
            CollectionHandle made = handle(cluster, name);
            made.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            made.insert(rows(0));
            made.flush();
            made.load();
            made.insert(rows(ROWS));
            return true;
        });
    }

    private static long count(SimulatedCluster cluster) {
        return cluster.in("p1", () -> read(cluster, ConsistencyLevel.STRONG));
    }

    private static long read(SimulatedCluster cluster, ConsistencyLevel level) {
        return requests(cluster)
                .query(new QueryRequest(
                        new CollectionRef("docs"),
                        List.of(),
                        "",
                        Map.of(),
                        Optional.empty(),
                        List.of("count(*)"),
                        -1,
                        0,
                        new ReadConsistency(Optional.of(level), Timestamp.ZERO)))
                .count()
                .orElseThrow();
    }

    /** Makes all requests side by side and returns how each ended. */
    private static Map<String, String> all(SimulatedCluster cluster, String suffix) {
        Map<String, Promise<String>> running = new LinkedHashMap<>();
        for (String request : SafeModeTable.REQUESTS) {
            Promise<String> outcome = cluster.world().promise();
            running.put(request, outcome);
            cluster.running("p1")
                    .process()
                    .runtime()
                    .fork(request, () -> outcome.complete(outcome(cluster, request, suffix)));
        }
        Map<String, String> outcomes = new LinkedHashMap<>();
        running.forEach((request, outcome) -> outcomes.put(request, outcome.await()));
        return outcomes;
    }

    private static String outcome(SimulatedCluster cluster, String request, String suffix) {
        long startNs = cluster.world().monotonicNs();
        String kind;
        try {
            kind = ask(cluster, request, suffix) ? "yes" : "waits";
        } catch (DatabaseException failure) {
            kind = Integer.toString(failure.code().wireCode());
        }
        boolean isSoon = cluster.world().monotonicNs() - startNs <= SOON.toNanos();
        return switch (kind) {
            case "waits" -> kind;
            case "yes" -> isSoon ? "yes" : "later";
            default -> isSoon ? kind : kind + " late";
        };
    }

    /** Makes a request; false if it was accepted and is not done after a while. */
    private static boolean ask(SimulatedCluster cluster, String request, String suffix) {
        CollectionHandle docs = handle(cluster, "docs");
        switch (request) {
            case "fresh" -> read(cluster, ConsistencyLevel.STRONG);
            case "any" -> read(cluster, ConsistencyLevel.EVENTUALLY);
            case "insert" -> docs.insert(rows(ROWS * (suffix.equals("during") ? 2 : 3)));
            case "partition" -> docs.createPartitions(List.of(suffix));
            case "load" -> requests(cluster).load(new LoadRequest(IDLE, List.of(), 1, List.of()));
            default -> {
                FlushResult flush = requests(cluster).flush("", List.of("docs")).getFirst();
                return await(cluster, () -> requests(cluster).isFlushed(new CollectionRef("docs"), flush.upTo()));
            }
        }
        return !request.equals("load")
                || await(cluster, () -> requests(cluster).loadStatus(IDLE, List.of()) instanceof LoadStatus.Loaded);
    }

    private static boolean await(SimulatedCluster cluster, BooleanSupplier isSo) {
        long endNs = cluster.world().monotonicNs() + PATIENCE.toNanos();
        while (cluster.world().monotonicNs() < endNs) {
            if (isSoNow(isSo)) {
                return true;
            }
            cluster.world().sleep(Duration.ofMillis(50));
        }
        return false;
    }

    private static boolean isSoNow(BooleanSupplier isSo) {
        try {
            return isSo.getAsBoolean();
        } catch (DatabaseException toldWhy) {
            return false;
        }
    }

    private static boolean shows(SimulatedCluster cluster, String name, String role, String lack) {
        return cluster.running(name).member().health().stream()
                .anyMatch(health -> health.role().equals(role) && health.lacks().contains(Lack.valueOf(lack)));
    }

    /** Returns what those who are in safe mode say of it. */
    private static List<String> health(SimulatedCluster cluster) {
        List<String> all = new ArrayList<>();
        for (String name : cluster.names()) {
            cluster.running(name).member().health().stream()
                    .filter(RoleHealth::isSafeMode)
                    .forEach(health -> all.add(name + " " + health));
        }
        return all;
    }
}
