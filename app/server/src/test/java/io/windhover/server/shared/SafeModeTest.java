package io.windhover.server.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.stores.Services;
import io.windhover.stores.etcd.EtcdSettings;
import io.windhover.stores.pulsar.PulsarSettings;
import io.windhover.stores.s3.S3Settings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
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

/** Goal: the main cells of {@code docs/safe-mode.md} on real services (P4). Method: services that are stopped and go on. */
class SafeModeTest {
    private static final int ROWS = 50;
    private static final Duration TERM = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    private final String place = "safe-" + UUID.randomUUID();

    private SharedSettings settings(URI s3) {
        return new SharedSettings(
                EtcdSettings.of(List.of(Services.etcd()), place + "/"),
                new S3Settings(
                        s3,
                        "us-east-1",
                        Services.s3AccessKey(),
                        Services.s3SecretKey(),
                        "windhover-test",
                        place + "/",
                        TIMEOUT,
                        5 << 20,
                        1 << 30),
                new PulsarSettings(Services.pulsar(), Services.pulsarAdmin(), "public", place, TIMEOUT));
    }

    private SharedDatabase open(String name, URI s3, ClusterRole... roles) throws IOException {
        ClusterSettings cluster = new ClusterSettings(
                new MemberId(name),
                Set.of(roles),
                "127.0.0.1:" + freePort(),
                Optional.empty(),
                Member.DEFAULT_GROUP,
                Optional.empty(),
                TERM,
                Duration.ZERO);
        return SharedDatabase.open(settings(s3), cluster, StandaloneSettings.STANDARD, directory.resolve(name), "test");
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

    private static void insert(SharedDatabase database, int from) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < from + ROWS; i++) {
            rows.add(Map.of("id", (long) i, "v", new float[] {i, 0, 0, 0}));
        }
        docs(database).insert(rows);
    }

    private static boolean lacks(SharedDatabase database, Lack lack) {
        return database.requests().health().stream().map(RoleHealth::lacks).anyMatch(lacks -> lacks.contains(lack));
    }

    private static boolean isWell(SharedDatabase database) {
        return database.requests().health().stream().noneMatch(RoleHealth::isSafeMode);
    }

    @Test
    void eachServiceMayStopAndGoOn() throws Exception {
        // Goal: what goes on goes on, what cannot is refused so that it may be tried again, and all comes back by
        // itself.
        // Method: stop Pulsar, the S3 server and etcd one after the other below two processes; the one that answers
        // clients was started without an S3 server and serves all the same.
        URI nowhere = URI.create("http://127.0.0.1:" + freePort());
        try (SharedDatabase front = open("front", nowhere, ClusterRole.PROXY, ClusterRole.COORDINATOR);
                SharedDatabase back = open("back", Services.s3(), ClusterRole.DATA, ClusterRole.QUERY)) {
            await(front, () -> front.leads() && front.isServing() && back.isServing());
            front.requests()
                    .createCollection(CollectionSpec.named("docs")
                            .longKey("id")
                            .vector("v", 4)
                            .request());
            docs(front).createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            docs(front).load();
            insert(front, 0);
            withoutPulsar(front, back);
            withoutS3(front, back);
            withoutEtcd(front, back);
            docs(front).flush();
            front.requests().dropCollection(new CollectionRef("docs"));
        }
    }

    private static void without(String service, Runnable body) {
        Services.pause(service, true);
        try {
            body.run();
        } finally {
            Services.pause(service, false);
        }
    }

    private static void withoutPulsar(SharedDatabase front, SharedDatabase back) {
        without("pulsar", () -> {
            DatabaseException refused = catchThrowableOfType(DatabaseException.class, () -> insert(front, 10 * ROWS));
            assertThat(refused.code().retry()).isEqualTo(ErrorCode.Retry.LATER);
            await(front, () -> lacks(back, Lack.LOG));
            assertThat(docs(front).count("id < " + ROWS)).isEqualTo(ROWS);
            docs(front).createPartitions(List.of("withoutLog"));
        });
        await(front, () -> isWell(back));
        insert(front, ROWS);
        assertThat(docs(front).count("id < " + 2 * ROWS)).isEqualTo(2 * ROWS);
    }

    private static void withoutS3(SharedDatabase front, SharedDatabase back) {
        without("s3", () -> {
            front.requests().flush("", List.of("docs"));
            await(front, () -> lacks(back, Lack.OBJECTS));
            insert(front, 2 * ROWS);
            assertThat(docs(front).count("id < " + 3 * ROWS)).isEqualTo(3 * ROWS);
        });
        docs(front).flush();
        await(front, () -> isWell(back));
    }

    private static void withoutEtcd(SharedDatabase front, SharedDatabase back) {
        without("etcd", () -> {
            await(front, () -> !front.isServing() && !back.isServing());
            DatabaseException refused = catchThrowableOfType(
                    DatabaseException.class, () -> docs(front).count(""));
            assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(lacks(front, Lack.LEASE)).isTrue();
        });
        await(front, () -> front.isServing() && back.isServing() && front.leads());
        insert(front, 3 * ROWS);
        assertThat(docs(front).count("id < " + 4 * ROWS)).isEqualTo(4 * ROWS);
    }
}
