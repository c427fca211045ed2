package io.windhover.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.windhover.embedded.CollectionHandle;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.Windhover;
import io.windhover.proto.milvus.FlushRequest;
import io.windhover.proto.milvus.FlushResponse;
import io.windhover.proto.milvus.GetFlushStateRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.MilvusServiceGrpc.MilvusServiceBlockingStub;
import io.windhover.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: nobody waits for a flush that is done. Method: the answer of one over a real port; the Java client polls, a second
 * each time, as soon as the answer names a time for the collection, and others ask for the state of the segments.
 */
class FlushAnswerTest {
    @TempDir
    private Path directory;

    @Test
    void theAnswerOfAFlushThatIsDoneNamesItsSegmentsButNothingToWaitFor() throws IOException {
        ServerConfig config = ServerConfig.read(
                Optional.empty(),
                new ServerConfig.Overrides(Optional.of(directory), Optional.empty(), Optional.of(0), Optional.of(-1)));
        try (Windhover database = Windhover.open(directory);
                Server server = Server.start(
                        config, database.requests(), database.runtime().metrics())) {
            database.createCollection(CollectionSpec.named("docs").longKey("id").vector("v", 4));
            CollectionHandle docs = database.collection("docs");
            docs.insert(List.of(Map.of("id", 1L, "v", new float[4])));
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                    .usePlaintext()
                    .build();
            try {
                check(MilvusServiceGrpc.newBlockingStub(channel));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static void check(MilvusServiceBlockingStub client) {
        FlushResponse answer = client.flush(
                FlushRequest.newBuilder().addCollectionNames("docs").build());
        assertThat(answer.getStatus().getCode()).isZero();
        List<Long> segments = answer.getCollSegIDsOrThrow("docs").getDataList();
        assertThat(segments).hasSize(1);
        assertThat(answer.getCollFlushTsMap()).isEmpty();
        assertThat(client.getFlushState(GetFlushStateRequest.newBuilder()
                                .setCollectionName("docs")
                                .addAllSegmentIDs(segments)
                                .build())
                        .getFlushed())
                .isTrue();
    }
}
