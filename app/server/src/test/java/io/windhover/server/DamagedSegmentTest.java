package io.windhover.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.Windhover;
import io.windhover.model.ErrorCode;
import io.windhover.proto.milvus.CheckHealthRequest;
import io.windhover.proto.milvus.CheckHealthResponse;
import io.windhover.proto.milvus.DropCollectionRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.windhover.proto.milvus.QueryRequest;
import io.windhover.proto.milvus.QueryResults;
import io.windhover.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a file that went bad costs its collection only, and everybody is told which it is. Method: two collections in
 * files, one of the files damaged between two starts, then clients over a real port.
 */
class DamagedSegmentTest {
    private static final int ROWS = 50;

    @TempDir
    private Path directory;

    private static void fill(Windhover database, String name) {
        database.createCollection(CollectionSpec.named(name).longKey("id").vector("v", 4));
        CollectionHandle collection = database.collection(name);
        collection.createIndex("v", "FLAT", Map.of("metric_type", "L2"));
        collection.load();
        insert(collection, 0);
        collection.flush();
    }

    private static void insert(CollectionHandle collection, int from) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = from; i < from + ROWS; i++) {
            rows.add(Map.of("id", (long) i, "v", new float[] {i, 0, 0, 0}));
        }
        collection.insert(rows);
    }

    private List<Path> segmentFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("objects"))) {
            return files.filter(file -> file.toString().endsWith(".col")).toList();
        }
    }

    private static QueryResults count(MilvusServiceBlockingStub client, String name) {
        return client.query(QueryRequest.newBuilder()
                .setCollectionName(name)
                .setExpr("id >= 0")
                .addOutputFields("count(*)")
                .build());
    }

    private static long counted(QueryResults results) {
        return results.getFieldsData(0).getScalars().getLongData().getData(0);
    }

    private static void await(Windhover database, BooleanSupplier isSo) {
        for (int i = 0; i < 3000 && !isSo.getAsBoolean(); i++) {
            database.runtime().sleep(Duration.ofMillis(10));
        }
        assertThat(isSo.getAsBoolean()).isTrue();
    }

    @Test
    void aDamagedFileIsNamedAndOtherCollectionsAreServed() throws IOException {
        Path damaged;
        try (Windhover database = Windhover.open(directory)) {
            fill(database, "bad");
            damaged = segmentFiles().getFirst();
            fill(database, "good");
        }
        Files.write(damaged, new byte[64], StandardOpenOption.WRITE);
        ServerConfig config = ServerConfig.read(
                Optional.empty(),
                new ServerConfig.Overrides(Optional.of(directory), Optional.empty(), Optional.of(0), Optional.of(-1)));
        try (Windhover database = Windhover.open(directory);
                Server server = Server.start(
                        config, database.requests(), database.runtime().metrics())) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .build();
            try {
                check(database, MilvusServiceGrpc.newBlockingStub(channel), damaged);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private void check(Windhover database, MilvusServiceBlockingStub client, Path damaged) {
        String name = damaged.getFileName().toString();
        assertThat(counted(count(client, "good"))).isEqualTo(ROWS);
        QueryResults refused = count(client, "bad");
        assertThat(refused.getStatus().getCode()).isEqualTo(ErrorCode.DATA_INTEGRITY.wireCode());
        assertThat(refused.getStatus().getReason()).contains(name);

        insert(database.collection("good"), ROWS);
        assertThat(counted(count(client, "good"))).isEqualTo(2 * ROWS);
        CheckHealthResponse health = client.checkHealth(CheckHealthRequest.getDefaultInstance());
        assertThat(health.getIsHealthy()).isFalse();
        assertThat(health.getReasonsList()).anyMatch(reason -> reason.contains(name));

        client.dropCollection(
                DropCollectionRequest.newBuilder().setCollectionName("bad").build());
        await(
                database,
                () -> client.checkHealth(CheckHealthRequest.getDefaultInstance())
                        .getIsHealthy());
        assertThat(counted(count(client, "good"))).isEqualTo(2 * ROWS);
    }
}
