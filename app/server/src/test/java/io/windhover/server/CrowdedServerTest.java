package io.windhover.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.windhover.coordinator.CoordinatorSettings;
import io.windhover.coordinator.catalog.CatalogLimits;
import io.windhover.coordinator.catalog.CatalogSettings;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.Endpoint;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.embedded.Windhover;
import io.windhover.proto.common.KeyValuePair;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.AlterDatabaseRequest;
import io.windhover.proto.milvus.CreatePartitionRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: what a database promises to a crowd holds through a real port too. Method: stubs on the endpoint. */
class CrowdedServerTest {
    private static final int CROWD = 1_000;

    @TempDir
    private Path directory;

    /** Two commands a durable write, so that a thousand of them take a while on any disk. */
    private static StandaloneSettings smallBatches() {
        StandaloneSettings standard = StandaloneSettings.STANDARD;
        return new StandaloneSettings(
                new CoordinatorSettings(new CatalogSettings(
                        CatalogLimits.DEFAULT, 4_096, 1_024, 2, 10_000, 100, Duration.ofMinutes(10), Optional.empty())),
                standard.node(),
                standard.garbage(),
                standard.limits(),
                standard.timeout(),
                standard.logs());
    }

    private static CreatePartitionRequest partition(String collection, String name) {
        return CreatePartitionRequest.newBuilder()
                .setCollectionName(collection)
                .setPartitionName(name)
                .build();
    }

    @Test
    void aThousandWaitingCommandsDelayNoOtherCollections() throws Exception {
        // Goal: fair turns from the port to the disk. Method: a thousand creates of partitions on one collection are
        // under way; five on another, one after the other, are all answered before the crowd is. First come, first
        // served would answer the whole crowd before the first of the five.
        try (Windhover db = Windhover.open(directory, smallBatches());
                Endpoint endpoint = db.openEndpoint()) {
            db.createCollection(CollectionSpec.named("crowded").longKey("id").vector("v", 4));
            db.createCollection(CollectionSpec.named("quiet").longKey("id").vector("v", 4));
            ManagedChannel channel = channel(endpoint);
            try {
                AtomicInteger answered = new AtomicInteger();
                List<ListenableFuture<Status>> crowd = new ArrayList<>();
                for (int i = 0; i < CROWD; i++) {
                    ListenableFuture<Status> call =
                            MilvusServiceGrpc.newFutureStub(channel).createPartition(partition("crowded", "p" + i));
                    call.addListener(answered::incrementAndGet, Runnable::run);
                    crowd.add(call);
                }
                int before = answered.get();
                for (int i = 0; i < 5; i++) {
                    Status status =
                            MilvusServiceGrpc.newBlockingStub(channel).createPartition(partition("quiet", "p" + i));
                    assertThat(status.getCode()).isZero();
                }
                int after = answered.get();
                System.out.println("of " + CROWD + " on one collection " + (after - before)
                        + " were answered while five on another were, one after the other");
                assertThat(after).isLessThan(CROWD);
                for (ListenableFuture<Status> call : crowd) {
                    assertThat(call.get().getCode()).isZero();
                }
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static ManagedChannel channel(Endpoint endpoint) {
        return ManagedChannelBuilder.forTarget(endpoint.uri().substring("http://".length()))
                .usePlaintext()
                .build();
    }

    @Test
    void aDatabaseThatDeniesItsDdlSaysSoUntilItIsAlteredBack() {
        try (Windhover db = Windhover.open(directory);
                Endpoint endpoint = db.openEndpoint()) {
            db.createCollection(CollectionSpec.named("docs").longKey("id").vector("v", 4));
            ManagedChannel channel = channel(endpoint);
            try {
                MilvusServiceGrpc.MilvusServiceBlockingStub stub = MilvusServiceGrpc.newBlockingStub(channel);
                assertThat(stub.alterDatabase(deny("true")).getCode()).isZero();
                Status denied = stub.createPartition(partition("docs", "eu"));
                assertThat(denied.getCode()).isEqualTo(9);
                assertThat(denied.getReason())
                        .isEqualTo("quota exceeded[reason=access has been disabled by the administrator]");
                assertThat(stub.alterDatabase(deny("false")).getCode()).isZero();
                assertThat(stub.createPartition(partition("docs", "eu")).getCode())
                        .isZero();
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static AlterDatabaseRequest deny(String value) {
        return AlterDatabaseRequest.newBuilder()
                .setDbName("default")
                .addProperties(KeyValuePair.newBuilder()
                        .setKey("database.force.deny.partitionDDL")
                        .setValue(value))
                .build();
    }
}
