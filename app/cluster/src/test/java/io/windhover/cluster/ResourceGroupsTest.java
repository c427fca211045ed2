package io.windhover.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import io.windhover.proxy.request.ReplicaDescription;
import io.windhover.proxy.request.ResourceGroupDescription;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Goal: replicas are read within their resource groups. Method: whole processes in simulated time. */
class ResourceGroupsTest {
    private static final String DEFAULT = ResourceGroup.DEFAULT_NAME;
    private static final CollectionRef DOCS = new CollectionRef("docs");
    private static final int SHARDS = 2;

    /** Runs a test on a cluster with four readers in the default group and two that name a group "fast". */
    private static void onCluster(long seed, Consumer<SimulatedCluster> body) {
        Simulation.run(seed, Duration.ofMinutes(10), simulation -> {
            SimulatedCluster cluster = new SimulatedCluster(simulation);
            cluster.start("c", ClusterRole.COORDINATOR);
            cluster.start("d", ClusterRole.DATA);
            cluster.start("p", ClusterRole.PROXY);
            cluster.start("q1", ClusterRole.QUERY);
            cluster.start("q2", ClusterRole.QUERY);
            cluster.start("q3", ClusterRole.QUERY);
            cluster.start("q4", ClusterRole.QUERY);
            cluster.startIn("fast", "q5", ClusterRole.QUERY);
            cluster.startIn("fast", "q6", ClusterRole.QUERY);
            cluster.awaitServing("c", "d", "p", "q1", "q2", "q3", "q4", "q5", "q6");
            body.accept(cluster);
        });
    }

    private static <T> T ask(SimulatedCluster cluster, Function<Requests, T> question) {
        return cluster.in(
                "p", () -> question.apply(cluster.running("p").member().requests()));
    }

    private static void tell(SimulatedCluster cluster, Consumer<Requests> request) {
        ask(cluster, requests -> {
            request.accept(requests);
            return true;
        });
    }

    private static void load(SimulatedCluster cluster, int replicas, String... groups) {
        tell(cluster, r -> r.load(new LoadRequest(DOCS, List.of(), replicas, List.of(), List.of(groups))));
        cluster.await(() -> ask(cluster, r -> r.loadStatus(DOCS, List.of())) instanceof LoadStatus.Loaded);
    }

    private static CollectionHandle docs(SimulatedCluster cluster) {
        return cluster.docs("p");
    }

    /** Creates "docs" with a hundred rows, loaded. */
    private static void create(SimulatedCluster cluster, int replicas, String... groups) {
        tell(cluster, r -> {
            r.createCollection(CollectionSpec.named("docs")
                    .longKey("id")
                    .vector("v", 2)
                    .shards(SHARDS)
                    .request());
            docs(cluster).createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            List<Map<String, Object>> rows = new ArrayList<>();
            for (long id = 0; id < 100; id++) {
                rows.add(Map.of("id", id, "v", new float[] {id, 0}));
            }
            docs(cluster).insert(rows);
        });
        load(cluster, replicas, groups);
    }

    private static Set<String> readers(SimulatedCluster cluster) {
        Collection docs = ask(cluster, Requests::catalog).requireCollection("", "docs");
        Set<String> names = new TreeSet<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            docs.placement(shard).readers().stream().map(MemberId::name).forEach(names::add);
        }
        return names;
    }

    private static void awaitReadersAmong(SimulatedCluster cluster, int perShard, String... names) {
        cluster.await(() -> {
            Collection docs = ask(cluster, Requests::catalog).requireCollection("", "docs");
            return List.of(names).containsAll(readers(cluster))
                    && docs.placements().values().allMatch(p -> p.readers().size() == perShard);
        });
    }

    private static List<String> members(SimulatedCluster cluster, String group) {
        return ask(cluster, r -> r.describeResourceGroup(group)).members().stream()
                .map(member -> member.id().name())
                .toList();
    }

    private static void isRefused(SimulatedCluster cluster, Consumer<Requests> request, ErrorCode code, String text) {
        assertThatThrownBy(() -> tell(cluster, request))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    /** Does something while reads go on, none of which may fail. */
    private static void whileReading(SimulatedCluster cluster, Runnable body) {
        AtomicBoolean isOver = new AtomicBoolean();
        List<Long> counts = new ArrayList<>();
        Fiber reads = cluster.running("p").process().runtime().fork("reads", () -> {
            while (!isOver.get()) {
                counts.add(docs(cluster).count(""));
            }
        });
        body.run();
        isOver.set(true);
        reads.join();
        assertThat(counts).isNotEmpty().allMatch(count -> count == 100);
    }

    @Test
    void aGroupThatMembersNameIsThereAndReplicasAreReadInIt() {
        onCluster(1, cluster -> {
            cluster.await(() -> ask(cluster, Requests::listResourceGroups).contains("fast"));
            assertThat(members(cluster, "fast")).containsExactly("q5", "q6");
            assertThat(members(cluster, DEFAULT)).containsExactly("q1", "q2", "q3", "q4");
            create(cluster, 2, "fast");
            assertThat(readers(cluster)).containsExactly("q5", "q6");
            List<ReplicaDescription> replicas = ask(cluster, r -> r.replicas(DOCS));
            assertThat(replicas).hasSize(2).allMatch(replica -> replica.group().equals("fast"));
            assertThat(replicas.get(0).readers().get(0))
                    .isNotEqualTo(replicas.get(1).readers().get(0));
            ResourceGroupDescription fast = ask(cluster, r -> r.describeResourceGroup("fast"));
            assertThat(fast.replicas()).isEqualTo(Map.of("docs", 2));
            assertThat(fast.outgoing()).isEmpty();
            isRefused(
                    cluster,
                    r -> r.load(new LoadRequest(DOCS, List.of(), 3, List.of(), List.of("fast"))),
                    ErrorCode.RESOURCE_GROUP_NODE_NOT_ENOUGH,
                    "[rg=fast][currentNodeNum=2][expectedNodeNum=3]");
        });
    }

    @Test
    void transfersMoveReadersAndNoReadNotices() {
        onCluster(2, cluster -> {
            create(cluster, 1);
            tell(cluster, r -> r.createResourceGroup("x", ResourceGroup.Config.of(1, 1)));
            assertThat(members(cluster, "x")).as("filled up at once").containsExactly("q4");
            whileReading(cluster, () -> {
                tell(cluster, r -> r.transferReplica(DOCS, DEFAULT, "x", 1));
                awaitReadersAmong(cluster, 1, "q4");
                tell(cluster, r -> r.transferNode(DEFAULT, "x", 1));
                awaitReadersAmong(cluster, 1, "q3", "q4");
                load(cluster, 2, "x");
                awaitReadersAmong(cluster, 2, "q3", "q4");
                load(cluster, 2, "x", "fast");
                awaitReadersAmong(cluster, 2, "q3", "q4", "q5", "q6");
                tell(
                        cluster,
                        r -> r.alterCollection(
                                DOCS,
                                Map.of("collection.replica.number", "1", "collection.resource_groups", DEFAULT),
                                List.of()));
                awaitReadersAmong(cluster, 1, "q1", "q2");
            });
            tell(cluster, r -> r.updateResourceGroups(Map.of("x", ResourceGroup.Config.of(0, 0))));
            tell(cluster, r -> r.dropResourceGroup("x"));
            assertThat(members(cluster, DEFAULT)).containsExactly("q1", "q2", "q3", "q4");
        });
    }

    @Test
    void aGroupThatLosesAMemberIsFilledUpAgain() {
        onCluster(3, cluster -> {
            tell(cluster, r -> r.createResourceGroup("x", ResourceGroup.Config.of(2, 2)));
            create(cluster, 1, "x");
            assertThat(members(cluster, "x")).containsExactly("q3", "q4");
            whileReading(cluster, () -> {
                cluster.kill("q4");
                cluster.await(() -> members(cluster, "x").equals(List.of("q2", "q3")));
                awaitReadersAmong(cluster, 1, "q2", "q3");
                cluster.start("q4", ClusterRole.QUERY);
                cluster.awaitServing("q4");
                cluster.await(() -> members(cluster, "x").size() == 2
                        && members(cluster, DEFAULT).size() == 2);
            });
        });
    }

    @Test
    void aReaderIsRelievedByAnotherWhereThatEvensThemOut() {
        onCluster(4, cluster -> {
            tell(cluster, r -> r.createResourceGroup("x", ResourceGroup.Config.of(1, 2)));
            create(cluster, 1, "x");
            assertThat(readers(cluster)).containsExactly("q4");
            tell(cluster, r -> r.transferNode(DEFAULT, "x", 1));
            whileReading(cluster, () -> {
                tell(cluster, r -> r.moveReaders(DOCS, new MemberId("q4"), List.of(), List.of()));
                cluster.await(() -> readers(cluster).contains("q3"));
                awaitReadersAmong(cluster, 1, "q3", "q4");
            });
            isRefused(
                    cluster,
                    r -> r.moveReaders(DOCS, new MemberId("q3"), List.of(new MemberId("q1")), List.of()),
                    ErrorCode.NODE_NOT_FOUND,
                    "destination node not found in the same replica");
        });
    }
}
