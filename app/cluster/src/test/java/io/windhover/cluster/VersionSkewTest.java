package io.windhover.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.coordinator.catalog.ValueReader;
import io.windhover.coordinator.catalog.ValueWriter;
import io.windhover.coordinator.leadership.Leadership;
import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.Timestamp;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.port.MetaStore.Change;
import io.windhover.runtime.port.MetaStore.Entry;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Goal: two versions of the program in one cluster. Method: whole processes of this version in simulated time; what a later
 * one would write as leader is written by hand: a head with its formats, and a key of a kind that this version has not.
 */
class VersionSkewTest {
    private static final String HEAD = "catalog/head";
    private static final String LATER_KEY = "catalog/later/0000000000000001";

    private static void onCluster(Consumer<SimulatedCluster> body) {
        Simulation.run(11, Duration.ofMinutes(10), simulation -> {
            SimulatedCluster cluster = new SimulatedCluster(simulation);
            cluster.start("c1", ClusterRole.COORDINATOR);
            cluster.start("n1", ClusterRole.DATA, ClusterRole.QUERY);
            cluster.start("p1", ClusterRole.PROXY);
            cluster.awaitServing("c1", "n1", "p1");
            cluster.in("p1", () -> {
                cluster.running("p1")
                        .member()
                        .requests()
                        .createCollection(CollectionSpec.named("docs")
                                .longKey("id")
                                .vector("v", 2)
                                .request());
                CollectionHandle docs = cluster.docs("p1");
                docs.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
                docs.load();
                docs.insert(List.of(Map.of("id", 1L, "v", new float[] {1, 0})));
                return true;
            });
            body.accept(cluster);
        });
    }

    /** Writes what a leader of a later version would: the next version of the catalog with these formats. */
    private static void lead(SimulatedCluster cluster, int follow, int lead, Optional<byte[]> laterValue) {
        Entry head = cluster.meta().read(HEAD).orElseThrow();
        ValueReader in = new ValueReader(HEAD, head.value(), 1);
        ValueWriter out = new ValueWriter(1).number(in.number() + 1);
        Timestamp time = in.time();
        byte[] value = out.time(time)
                .number(in.number())
                .fixed(in.fixed())
                .number(in.number() + 1)
                .number(follow)
                .number(lead)
                .number(42)
                .end(HEAD);
        Change later = laterValue
                .<Change>map(bytes -> new Change.Put(LATER_KEY, bytes, Optional.empty()))
                .orElseGet(() -> new Change.Delete(LATER_KEY));
        cluster.meta().transact(List.of(), List.of(new Change.Put(HEAD, value, Optional.empty()), later));
    }

    private static long version(SimulatedCluster cluster, String name) {
        return cluster.running(name).member().requests().catalogVersion();
    }

    private static boolean lacks(SimulatedCluster cluster, String name, String role) {
        return cluster.running(name).member().health().stream()
                .anyMatch(health -> health.role().equals(role) && health.lacks().contains(Lack.VERSION));
    }

    @Test
    void anOlderProcessFollowsALaterLeaderAndLeadsNotAfterIt() {
        // Goal: upgrade in any order that loses nothing. Method: a later leader says that older ones may follow; rows
        // are
        // read and written on, the older coordinator does not take the right and says why.
        onCluster(cluster -> {
            long before = version(cluster, "p1");
            cluster.kill("c1");
            cluster.await(() -> cluster.meta().read(Leadership.KEY).isEmpty());
            lead(cluster, 1, 2, Optional.of(new byte[] {9, 9, 9}));
            cluster.await(() -> version(cluster, "p1") > before);
            cluster.in("p1", () -> cluster.docs("p1").insert(List.of(Map.of("id", 2L, "v", new float[] {2, 0}))));
            assertThat(cluster.<Long>in("p1", () -> cluster.docs("p1").count("")))
                    .isEqualTo(2);

            cluster.start("c1", ClusterRole.COORDINATOR);
            cluster.await(() -> lacks(cluster, "c1", "coordinator"));
            cluster.world().sleep(SimulatedCluster.TERM.multipliedBy(3));
            assertThat(cluster.running("c1").member().leads()).isFalse();
            assertThat(cluster.meta().read(Leadership.KEY)).isEmpty();
            assertThat(cluster.running("c1").member().health())
                    .anyMatch(health -> health.reasons().toString().contains("programs of format 2"));
        });
    }

    @Test
    void aProcessThatMayNotFollowStaysInSafeModeUntilItMay() {
        // Goal: a wrong order is named and cured. Method: the later leader says that nobody older may follow; then it
        // is
        // taken back.
        onCluster(cluster -> {
            cluster.kill("c1");
            cluster.await(() -> cluster.meta().read(Leadership.KEY).isEmpty());
            lead(cluster, 2, 2, Optional.of(new byte[] {9}));
            cluster.await(() -> lacks(cluster, "p1", "member") && lacks(cluster, "n1", "member"));
            cluster.await(() -> !cluster.running("p1").member().isServing());
            assertThatThrownBy(() -> cluster.in("p1", () -> cluster.docs("p1").count("")))
                    .isInstanceOfSatisfying(DatabaseException.class, refused -> {
                        assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
                        assertThat(refused).hasMessageContaining("upgrade this one too");
                    });
            cluster.start("p2", ClusterRole.PROXY);
            cluster.await(() -> lacks(cluster, "p2", "member"));

            lead(cluster, 1, 1, Optional.empty());
            cluster.start("c1", ClusterRole.COORDINATOR);
            cluster.awaitServing("p1", "p2", "n1", "c1");
            assertThat(cluster.<Long>in("p2", () -> cluster.docs("p2").count("")))
                    .isEqualTo(1);
        });
    }

    @Test
    void severalVersionsAreNamedInHealth() {
        // Goal: an operator sees that an upgrade is not done. Method: a member that says it is of another version.
        onCluster(cluster -> {
            cluster.start("p2", "later", ClusterRole.PROXY);
            cluster.awaitServing("p2");
            assertThat(cluster.running("p2").member().health())
                    .extracting(RoleHealth::reasons)
                    .anyMatch(reasons -> reasons.toString().contains("later=[p2]"));
        });
    }
}
