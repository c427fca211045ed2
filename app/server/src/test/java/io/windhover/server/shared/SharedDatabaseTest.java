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
import io.windhover.model.role.RoleHealth;
import io.windhover.stores.Services;
import io.windhover.stores.etcd.EtcdSettings;
import io.windhover.stores.pulsar.PulsarSettings;
import io.windhover.stores.s3.S3Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: processes share a database, and one at a time serves it. Method: two of them on real services. */
class SharedDatabaseTest {
    private static final int ROWS = 200;

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
                new PulsarSettings(Services.pulsar(), Services.pulsarAdmin(), "public", place, Duration.ofSeconds(30)),
                Duration.ofSeconds(2));
    }

    private SharedDatabase open(String name) {
        return SharedDatabase.open(name, settings(), StandaloneSettings.STANDARD, directory.resolve(name));
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
    void anotherProcessTakesOverWithEveryRowAndWhoLostItsRightAnswersNothing() throws Exception {
        // Goal: P3 and P4. Method: rows in files and in the log; the right is taken from the first process behind its
        // back, as when it sleeps through its lease; the second serves everything, and takes new rows; the first one
        // refuses, and serves again when the second is closed.
        try (SharedDatabase first = open("first")) {
            await(first, first::isServing);
            first.requests()
                    .createCollection(CollectionSpec.named("docs")
                            .longKey("id")
                            .vector("v", 4)
                            .request());
            docs(first).createIndex("v", "FLAT", Map.of("metric_type", "L2"));
            docs(first).load();
            docs(first).insert(rows(0));
            docs(first).flush();
            docs(first).insert(rows(ROWS));
            SharedDatabase second = open("second");
            assertThatThrownBy(() -> docs(second).count(""))
                    .isInstanceOfSatisfying(
                            DatabaseException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
            await(second, () -> reasons(second).contains("first serves"));

            endLeaseOfTheLeader();
            await(second, second::isServing);
            assertThat(first.isServing()).isFalse();
            assertThatThrownBy(() -> docs(first).count("")).isInstanceOf(DatabaseException.class);
            await(second, () -> docs(second).count("") == 2 * ROWS);
            docs(second).insert(rows(2 * ROWS));
            assertThat(docs(second).count("id >= " + ROWS)).isEqualTo(2 * ROWS);
            second.close();

            await(first, first::isServing);
            await(first, () -> docs(first).count("") == 3 * ROWS);
            first.requests().dropCollection(new io.windhover.proxy.request.CollectionRef("docs"));
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
