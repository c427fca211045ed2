package io.windhover.server.command;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.windhover.proto.common.ConsistencyLevel;
import io.windhover.proto.common.KeyValuePair;
import io.windhover.proto.common.PlaceholderGroup;
import io.windhover.proto.common.PlaceholderType;
import io.windhover.proto.common.PlaceholderValue;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.CreateCollectionRequest;
import io.windhover.proto.milvus.CreateIndexRequest;
import io.windhover.proto.milvus.CreatePartitionRequest;
import io.windhover.proto.milvus.DeleteRequest;
import io.windhover.proto.milvus.DropPartitionRequest;
import io.windhover.proto.milvus.FlushRequest;
import io.windhover.proto.milvus.InsertRequest;
import io.windhover.proto.milvus.LoadCollectionRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.QueryRequest;
import io.windhover.proto.milvus.SearchRequest;
import io.windhover.proto.milvus.ShowCollectionsRequest;
import io.windhover.proto.schema.CollectionSchema;
import io.windhover.proto.schema.DataType;
import io.windhover.proto.schema.FieldData;
import io.windhover.proto.schema.FieldSchema;
import io.windhover.proto.schema.FloatArray;
import io.windhover.proto.schema.LongArray;
import io.windhover.proto.schema.ScalarField;
import io.windhover.proto.schema.StringArray;
import io.windhover.proto.schema.VectorField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A client that goes through the calls which clients make most. What is answered does not matter here. */
final class Rehearsal implements AutoCloseable {
    private static final String COLLECTION = "rehearsal";
    private static final int DEADLINE_SECONDS = 120;
    private static final int DIM = 128;
    private static final int BATCH_ROWS = 500;
    private static final int BATCHES = 10;
    private static final int READS = 40;
    private static final int PARTITIONS = 20;

    private final ManagedChannel channel;
    private final MilvusServiceGrpc.MilvusServiceBlockingStub stub;
    private final SplittableRandom random = new SplittableRandom(1);

    Rehearsal(int port) {
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        stub = MilvusServiceGrpc.newBlockingStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** On an empty database. */
    void first() {
        create();
        for (int i = 0; i < BATCHES; i++) {
            stub.insert(rows((long) i * BATCH_ROWS));
        }
        read();
        stub.delete(DeleteRequest.newBuilder()
                .setCollectionName(COLLECTION)
                .setExpr("pk in [1, 2, 3]")
                .build());
        stub.flush(FlushRequest.newBuilder().addCollectionNames(COLLECTION).build());
        read();
        for (int i = 0; i < PARTITIONS; i++) {
            stub.createPartition(CreatePartitionRequest.newBuilder()
                    .setCollectionName(COLLECTION)
                    .setPartitionName("p" + i)
                    .build());
            stub.dropPartition(DropPartitionRequest.newBuilder()
                    .setCollectionName(COLLECTION)
                    .setPartitionName("p" + i)
                    .build());
        }
    }

    /** On what {@link #first} left. */
    void again() {
        stub.showCollections(ShowCollectionsRequest.getDefaultInstance());
        read();
        stub.insert(rows((long) BATCHES * BATCH_ROWS));
        read();
    }

    private void create() {
        CollectionSchema schema = CollectionSchema.newBuilder()
                .setName(COLLECTION)
                .addFields(FieldSchema.newBuilder()
                        .setName("pk")
                        .setIsPrimaryKey(true)
                        .setDataType(DataType.Int64))
                .addFields(FieldSchema.newBuilder()
                        .setName("text")
                        .setDataType(DataType.VarChar)
                        .addTypeParams(pair("max_length", "100")))
                .addFields(FieldSchema.newBuilder()
                        .setName("vector")
                        .setDataType(DataType.FloatVector)
                        .addTypeParams(pair("dim", Integer.toString(DIM))))
                .build();
        stub.createCollection(CreateCollectionRequest.newBuilder()
                .setCollectionName(COLLECTION)
                .setSchema(schema.toByteString())
                .build());
        Status _ = stub.createIndex(CreateIndexRequest.newBuilder()
                .setCollectionName(COLLECTION)
                .setFieldName("vector")
                .addExtraParams(pair("index_type", "HNSW"))
                .addExtraParams(pair("metric_type", "COSINE"))
                .addExtraParams(pair("params", "{\"M\":16,\"efConstruction\":100}"))
                .build());
        stub.loadCollection(
                LoadCollectionRequest.newBuilder().setCollectionName(COLLECTION).build());
    }

    private static KeyValuePair pair(String key, String value) {
        return KeyValuePair.newBuilder().setKey(key).setValue(value).build();
    }

    private InsertRequest rows(long firstKey) {
        LongArray.Builder keys = LongArray.newBuilder();
        StringArray.Builder texts = StringArray.newBuilder();
        FloatArray.Builder floats = FloatArray.newBuilder();
        for (int row = 0; row < BATCH_ROWS; row++) {
            keys.addData(firstKey + row);
            texts.addData("text " + row);
            for (int d = 0; d < DIM; d++) {
                floats.addData((float) random.nextDouble());
            }
        }
        return InsertRequest.newBuilder()
                .setCollectionName(COLLECTION)
                .addFieldsData(FieldData.newBuilder()
                        .setFieldName("pk")
                        .setType(DataType.Int64)
                        .setScalars(ScalarField.newBuilder().setLongData(keys)))
                .addFieldsData(FieldData.newBuilder()
                        .setFieldName("text")
                        .setType(DataType.VarChar)
                        .setScalars(ScalarField.newBuilder().setStringData(texts)))
                .addFieldsData(FieldData.newBuilder()
                        .setFieldName("vector")
                        .setType(DataType.FloatVector)
                        .setVectors(VectorField.newBuilder().setDim(DIM).setFloatVector(floats)))
                .setNumRows(BATCH_ROWS)
                .build();
    }

    private void read() {
        for (int i = 0; i < READS; i++) {
            ConsistencyLevel level = i % 2 == 0 ? ConsistencyLevel.Strong : ConsistencyLevel.Bounded;
            stub.search(SearchRequest.newBuilder()
                    .setCollectionName(COLLECTION)
                    .setPlaceholderGroup(query())
                    .setNq(1)
                    .setDsl(i % 10 == 0 ? "pk > 1000 and text like \"text 1%\"" : "")
                    .addOutputFields("text")
                    .addSearchParams(pair("anns_field", "vector"))
                    .addSearchParams(pair("topk", "10"))
                    .addSearchParams(pair("params", "{\"ef\":64}"))
                    .setConsistencyLevel(level)
                    .setGuaranteeTimestamp(i % 2 == 0 ? 0 : 2)
                    .build());
        }
        for (int i = 0; i < READS / 4; i++) {
            stub.query(QueryRequest.newBuilder()
                    .setCollectionName(COLLECTION)
                    .setExpr("pk in [" + i + ", " + 2 * i + "]")
                    .addOutputFields("text")
                    .addOutputFields("vector")
                    .setConsistencyLevel(ConsistencyLevel.Strong)
                    .build());
        }
    }

    private ByteString query() {
        ByteBuffer vector = ByteBuffer.allocate(4 * DIM).order(ByteOrder.LITTLE_ENDIAN);
        for (int d = 0; d < DIM; d++) {
            vector.putFloat((float) random.nextDouble());
        }
        return PlaceholderGroup.newBuilder()
                .addPlaceholders(PlaceholderValue.newBuilder()
                        .setTag("$0")
                        .setType(PlaceholderType.FloatVector)
                        .addValues(ByteString.copyFrom(vector.flip())))
                .build()
                .toByteString();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
