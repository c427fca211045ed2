package io.windhover.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.windhover.embedded.CollectionSpec;
import io.windhover.embedded.Endpoint;
import io.windhover.embedded.Windhover;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.ShowCollectionsRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: an embedded database can be reached by Milvus clients too. Method: a stub on the endpoint sees what Java made. */
class LoopbackEndpointTest {
    @TempDir
    Path directory;

    @Test
    void aClientSeesWhatTheProgramMade() throws Exception {
        try (Windhover db = Windhover.open(directory);
                Endpoint endpoint = db.openEndpoint()) {
            db.createCollection(CollectionSpec.named("docs").longKey("id").vector("v", 4));
            String target = endpoint.uri().substring("http://".length());
            ManagedChannel channel =
                    ManagedChannelBuilder.forTarget(target).usePlaintext().build();
            try {
                assertThat(MilvusServiceGrpc.newBlockingStub(channel)
                                .showCollections(ShowCollectionsRequest.getDefaultInstance())
                                .getCollectionNamesList())
                        .containsExactly("docs");
            } finally {
                channel.shutdownNow();
            }
        }
    }
}
