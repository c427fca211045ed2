package io.windhover.server.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.windhover.coordinator.leadership.Leadership;
import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.stores.Services;
import io.windhover.stores.etcd.EtcdSettings;
import io.windhover.stores.pulsar.PulsarSettings;
import io.windhover.stores.s3.S3Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: processes share a database. Method: several of them on real services. */
class SharedDatabaseTest {
    private static final int ROWS = 200;
    private static final Duration TERM = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    private final String place = "shared-" + UUID.randomUUID();

    private SharedSettings settings() {
        return new SharedSettings(
                EtcdSettings.of(List.of(Services.etcd()), place + "/"),
                new S3Settings(
                        Services.s3(),
                        "us-east-1",
                        Services.s3AccessKey(),
                        Services.s3SecretKey(),
                        "windhover-test",
                        place + "/",
                        Duration.ofSeconds(20),
                        5 << 20,
                        1 << 30),
                new PulsarSettings(Services.pulsar(), Services.pulsarAdmin(), "public", place, Duration.ofSeconds(30)));
    }

    private SharedDatabase open(String name, ClusterRole... roles) throws IOException {
        ClusterSettings cluster = new ClusterSettings(
                new MemberId(name),
                Set.of(roles),
                "127.0.0.1:" + freePort(),
                Optional.empty(),
                Member.DEFAULT_GROUP,
                Optional.empty(),
                TERM,
                Duration.ofSeconds(10));
        return SharedDatabase.open(settings(), cluster, StandaloneSettings.STANDARD, directory.resolve(name), "test");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await(SharedDatabase database, BooleanSupplier isSo) {
        for (int i = 0; i < 6_000 && !isSo.getAsBoolean(); i++) {
            database.runtime().sleep(Duration.ofMillis(10));
        }
        assertThat(isSo.getAsBoolean()).isTrue();
    }

    private static CollectionHandle docs(SharedDatabase database) {
        return new CollectionHandle(database.requests(), database.runtime(), "docs");
    }

    private static List<Map<String, Object>> rows(int from) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < from + ROWS; i++) {
            rows.add(Map.of("id", (long) i, "v", new float[] {i, 0, 0, 0}));
        }
        return rows;
    }

    @Test
    void rolesInSeveralProcessesAreOneDatabaseThroughTheLossOfEach() throws Exception {
        // Goal: P2, P3 and P4 on the real services. Method: two processes that lead or stand by and answer clients, two
        // that
        // own and read shards. What one proxy does the other knows at once; the leader's lease is ended behind its
        // back,
        // then half of the owners and readers leave: every row stays, more go in.
        try (SharedDatabase one = open("one", ClusterRole.PROXY, ClusterRole.COORDINATOR);
                SharedDatabase two = open("two", ClusterRole.PROXY, ClusterRole.COORDINATOR);
                SharedDatabase first = open("first", ClusterRole.DATA, ClusterRole.QUERY)) {
            SharedDatabase second = open("second", ClusterRole.DATA, ClusterRole.QUERY);
            for (SharedDatabase each : List.of(one, two, first, second)) {
                await(each, each::isServing);
            }
            await(one, () -> one.leads() || two.leads());
            one.requests()
                    .createCollection(CollectionSpec.named("docs")
                            .longKey("id")
                            .vector("v", 4)
                            .shards(2)
                            .request());
            docs(two).createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            docs(one).load();
            docs(two).insert(rows(0));
            docs(one).flush();
            docs(one).insert(rows(ROWS));
            assertThat(docs(two).count("")).isEqualTo(2 * ROWS);

            SharedDatabase leader = one.leads() ? one : two;
            SharedDatabase other = leader == one ? two : one;
            endLeaseOfTheLeader();
            await(other, () -> leader.leads() || other.leads());
            docs(one).createPartitions(List.of("later"));
            assertThat(two.requests().hasPartition(new CollectionRef("docs"), "later"))
                    .isTrue();

            second.close();
            assertThat(docs(two).count("")).isEqualTo(2 * ROWS);
            docs(one).insert(rows(2 * ROWS));
            assertThat(docs(two).count("id >= " + ROWS)).isEqualTo(2 * ROWS);
            one.requests().dropCollection(new CollectionRef("docs"));
        }
    }

    @Test
    void withoutItsServicesAProcessStaysAndSaysWhatIsWrong() throws Exception {
        // Goal: P4 at the start. Method: etcd is named where nobody listens.
        SharedSettings nowhere = new SharedSettings(
                EtcdSettings.of(List.of(URI.create("http://127.0.0.1:" + freePort())), place + "/"),
                settings().s3(),
                settings().pulsar());
        ClusterSettings cluster = new ClusterSettings(
                new MemberId("alone"),
                Set.of(ClusterRole.PROXY),
                "127.0.0.1:" + freePort(),
                Optional.empty(),
                Member.DEFAULT_GROUP,
                Optional.empty(),
                TERM,
                Duration.ZERO);
        try (SharedDatabase alone = SharedDatabase.open(
                nowhere, cluster, StandaloneSettings.STANDARD, directory.resolve("alone"), "test")) {
            await(alone, () -> reasons(alone).contains("etcd at"));
            assertThatThrownBy(() -> docs(alone).count(""))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
        }
    }

    private static String reasons(SharedDatabase database) {
        return database.requests().health().stream()
                .map(RoleHealth::reasons)
                .toList()
                .toString();
    }

    private void endLeaseOfTheLeader() throws Exception {
        ByteSequence key = ByteSequence.from(place + "/" + Leadership.KEY, StandardCharsets.UTF_8);
        try (Client client = Client.builder().endpoints(Services.etcd()).build()) {
            long lease = client.getKVClient().get(key).get().getKvs().getFirst().getLease();
            client.getLeaseClient().revoke(lease).get();
        }
    }
}
