package io.windhover.bench.load;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.windhover.proto.common.ConsistencyLevel;
import io.windhover.proto.common.DslType;
import io.windhover.proto.common.IndexState;
import io.windhover.proto.common.KeyValuePair;
import io.windhover.proto.common.PlaceholderGroup;
import io.windhover.proto.common.PlaceholderType;
import io.windhover.proto.common.PlaceholderValue;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.CreateCollectionRequest;
import io.windhover.proto.milvus.CreateIndexRequest;
import io.windhover.proto.milvus.CreatePartitionRequest;
import io.windhover.proto.milvus.DeleteRequest;
import io.windhover.proto.milvus.DescribeIndexRequest;
import io.windhover.proto.milvus.DropCollectionRequest;
import io.windhover.proto.milvus.DropPartitionRequest;
import io.windhover.proto.milvus.FlushRequest;
import io.windhover.proto.milvus.FlushResponse;
import io.windhover.proto.milvus.GetFlushStateRequest;
import io.windhover.proto.milvus.GetLoadingProgressRequest;
import io.windhover.proto.milvus.InsertRequest;
import io.windhover.proto.milvus.LoadCollectionRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.MutationResult;
import io.windhover.proto.milvus.QueryRequest;
import io.windhover.proto.milvus.QueryResults;
import io.windhover.proto.milvus.ReleasePartitionsRequest;
import io.windhover.proto.milvus.SearchRequest;
import io.windhover.proto.milvus.SearchResults;
import io.windhover.proto.milvus.ShowCollectionsRequest;
import io.windhover.proto.milvus.ShowPartitionsRequest;
import io.windhover.proto.milvus.UpsertRequest;
import io.windhover.proto.schema.CollectionSchema;
import io.windhover.proto.schema.DataType;
import io.windhover.proto.schema.FieldSchema;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One connection to a server that speaks Milvus's protocol, with the calls that measurements need. Every method waits
 * for the answer and throws {@link CallFailed} if it is a failure, {@link io.grpc.StatusRuntimeException} if there is
 * none. Safe for any number of threads.
 */
public final class MilvusClient implements AutoCloseable {
    /** The primary key, Int64. */
    public static final String KEY = "pk";
    /** A number beside the key, Int64. */
    public static final String VERSION = "version";
    /** The float vector. */
    public static final String VECTOR = "vector";

    private static final long DEADLINE_SECONDS = 300;
    private static final long POLL_NS = 2_000_000;
    private static final int MESSAGE_BYTES_MAX = 256 << 20;

    private final ManagedChannel channel;
    private final MilvusServiceGrpc.MilvusServiceBlockingStub stub;

    /** Connects on first use. */
    public MilvusClient(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .build();
        stub = MilvusServiceGrpc.newBlockingStub(channel);
    }

    MilvusServiceGrpc.MilvusServiceBlockingStub stub() {
        return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    @SuppressWarnings("deprecation") // the older server sends only the older enum
    static void check(String method, Status status) {
        if (status.getCode() != 0 || status.getErrorCodeValue() != 0) {
            int code = status.getCode() != 0 ? status.getCode() : status.getErrorCodeValue();
            throw new CallFailed(method, code, status.getReason());
        }
    }

    /** Creates a collection of {@link #KEY}, {@link #VERSION} and {@link #VECTOR}. */
    public void createCollection(String name, int dim, int shards) {
        CollectionSchema schema = CollectionSchema.newBuilder()
                .setName(name)
                .addFields(FieldSchema.newBuilder()
                        .setName(KEY)
                        .setIsPrimaryKey(true)
                        .setDataType(DataType.Int64))
                .addFields(FieldSchema.newBuilder().setName(VERSION).setDataType(DataType.Int64))
                .addFields(FieldSchema.newBuilder()
                        .setName(VECTOR)
                        .setDataType(DataType.FloatVector)
                        .addTypeParams(pair("dim", Integer.toString(dim))))
                .build();
        check(
                "CreateCollection",
                stub().createCollection(CreateCollectionRequest.newBuilder()
                        .setCollectionName(name)
                        .setSchema(schema.toByteString())
                        .setShardsNum(shards)
                        .setConsistencyLevel(ConsistencyLevel.Strong)
                        .build()));
    }

    static KeyValuePair pair(String key, String value) {
        return KeyValuePair.newBuilder().setKey(key).setValue(value).build();
    }

    /** Drops a collection. */
    public void dropCollection(String name) {
        check(
                "DropCollection",
                stub().dropCollection(DropCollectionRequest.newBuilder()
                        .setCollectionName(name)
                        .build()));
    }

    /** Returns the names of all collections. */
    public List<String> collections() {
        var response = stub().showCollections(ShowCollectionsRequest.getDefaultInstance());
        check("ShowCollections", response.getStatus());
        return response.getCollectionNamesList();
    }

    /** Creates a partition. */
    public void createPartition(String collection, String name) {
        check(
                "CreatePartition",
                stub().createPartition(CreatePartitionRequest.newBuilder()
                        .setCollectionName(collection)
                        .setPartitionName(name)
                        .build()));
    }

    /** Drops a partition. */
    public void dropPartition(String collection, String name) {
        check(
                "DropPartition",
                stub().dropPartition(DropPartitionRequest.newBuilder()
                        .setCollectionName(collection)
                        .setPartitionName(name)
                        .build()));
    }

    /** Releases a partition: a loaded one can not be dropped. */
    public void releasePartition(String collection, String name) {
        check(
                "ReleasePartitions",
                stub().releasePartitions(ReleasePartitionsRequest.newBuilder()
                        .setCollectionName(collection)
                        .addPartitionNames(name)
                        .build()));
    }

    /** Returns the names of a collection's partitions. */
    public List<String> partitions(String collection) {
        var response = stub().showPartitions(ShowPartitionsRequest.newBuilder()
                .setCollectionName(collection)
                .build());
        check("ShowPartitions", response.getStatus());
        return response.getPartitionNamesList();
    }

    /** Defines the vector's index; parameters as their JSON. */
    public void createIndex(String collection, String type, String metric, String params) {
        check(
                "CreateIndex",
                stub().createIndex(CreateIndexRequest.newBuilder()
                        .setCollectionName(collection)
                        .setFieldName(VECTOR)
                        .setIndexName("by_vector")
                        .addExtraParams(pair("index_type", type))
                        .addExtraParams(pair("metric_type", metric))
                        .addExtraParams(pair("params", params))
                        .build()));
    }

    /** Waits until the vector's index holds {@code rows} rows. */
    public void awaitIndexed(String collection, long rows) {
        while (true) {
            var response = stub().describeIndex(DescribeIndexRequest.newBuilder()
                    .setCollectionName(collection)
                    .build());
            check("DescribeIndex", response.getStatus());
            var index = response.getIndexDescriptions(0);
            if (index.getState() == IndexState.Failed) {
                throw new CallFailed("DescribeIndex", -1, index.getIndexStateFailReason());
            }
            if (index.getState() == IndexState.Finished
                    && index.getIndexedRows() >= rows
                    && index.getPendingIndexRows() == 0) {
                return;
            }
            LockSupport.parkNanos(10 * POLL_NS);
        }
    }

    /** Loads a collection and waits until it is. */
    public void load(String collection) {
        check(
                "LoadCollection",
                stub().loadCollection(LoadCollectionRequest.newBuilder()
                        .setCollectionName(collection)
                        .setReplicaNumber(1)
                        .build()));
        long progress = 0;
        while (progress < 100) {
            var response = stub().getLoadingProgress(GetLoadingProgressRequest.newBuilder()
                    .setCollectionName(collection)
                    .build());
            check("GetLoadingProgress", response.getStatus());
            progress = response.getProgress();
            if (progress < 100) {
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }

    /** Inserts rows; into the default partition if the name is empty. */
    public void insert(String collection, String partition, Batch batch) {
        insert(insertRequest(collection, partition, batch));
    }

    /** Returns an insert to be sent later, so that making it is not measured. */
    public static InsertRequest insertRequest(String collection, String partition, Batch batch) {
        return InsertRequest.newBuilder()
                .setCollectionName(collection)
                .setPartitionName(partition)
                .addAllFieldsData(batch.fields())
                .setNumRows(batch.rowCount())
                .build();
    }

    /** Sends an insert. */
    public void insert(InsertRequest request) {
        MutationResult result = stub().insert(request);
        check("Insert", result.getStatus());
        if (result.getInsertCnt() != request.getNumRows()) {
            throw new CallFailed("Insert", -1, "inserted " + result.getInsertCnt() + " of " + request.getNumRows());
        }
    }

    /** Replaces rows. */
    public void upsert(String collection, String partition, Batch batch) {
        MutationResult result = stub().upsert(UpsertRequest.newBuilder()
                .setCollectionName(collection)
                .setPartitionName(partition)
                .addAllFieldsData(batch.fields())
                .setNumRows(batch.rowCount())
                .build());
        check("Upsert", result.getStatus());
    }

    /** Deletes rows by key. */
    public void delete(String collection, List<Long> keys) {
        check(
                "Delete",
                stub().delete(DeleteRequest.newBuilder()
                                .setCollectionName(collection)
                                .setExpr(KEY + " in " + keys)
                                .build())
                        .getStatus());
    }

    /** Seals and waits until the sealed rows are in files. */
    public void flush(String collection) {
        FlushResponse response = stub().flush(
                        FlushRequest.newBuilder().addCollectionNames(collection).build());
        check("Flush", response.getStatus());
        GetFlushStateRequest.Builder state = GetFlushStateRequest.newBuilder()
                .setCollectionName(collection)
                .setFlushTs(response.getCollFlushTsMap().getOrDefault(collection, 0L));
        var segments = response.getCollSegIDsMap().get(collection);
        if (segments != null) {
            state.addAllSegmentIDs(segments.getDataList());
        }
        while (true) {
            var answer = stub().getFlushState(state.build());
            check("GetFlushState", answer.getStatus());
            if (answer.getFlushed()) {
                return;
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Returns what a strong query of rows by key gives, with version and vector. */
    public QueryResults byKeys(String collection, List<Long> keys) {
        return query(collection, KEY + " in " + keys, List.of(KEY, VERSION, VECTOR), ConsistencyLevel.Strong);
    }

    /** Returns the rows of a collection that a strong read sees. */
    public long count(String collection) {
        return query(collection, "", List.of("count(*)"), ConsistencyLevel.Strong)
                .getFieldsData(0)
                .getScalars()
                .getLongData()
                .getData(0);
    }

    /** Queries by filter. */
    public QueryResults query(String collection, String filter, List<String> output, ConsistencyLevel level) {
        QueryResults results = stub().query(QueryRequest.newBuilder()
                .setCollectionName(collection)
                .setExpr(filter)
                .addAllOutputFields(output)
                .setGuaranteeTimestamp(guarantee(level))
                .setConsistencyLevel(level)
                .build());
        check("Query", results.getStatus());
        return results;
    }

    /** Returns the timestamp that clients send for a level: 0 = everything before now, 2 = nearly, 1 = whatever is there. */
    static long guarantee(ConsistencyLevel level) {
        return switch (level) {
            case Bounded -> 2;
            case Eventually -> 1;
            default -> 0;
        };
    }

    /** Returns a search to be sent again and again. */
    public static SearchRequest searchRequest(
            String collection, float[] query, int topK, Map<String, String> params, ConsistencyLevel level) {
        ByteString placeholder = PlaceholderGroup.newBuilder()
                .addPlaceholders(PlaceholderValue.newBuilder()
                        .setTag("$0")
                        .setType(PlaceholderType.FloatVector)
                        .addValues(Batch.bytes(query)))
                .build()
                .toByteString();
        SearchRequest.Builder request = SearchRequest.newBuilder()
                .setCollectionName(collection)
                .setDslType(DslType.BoolExprV1)
                .setPlaceholderGroup(placeholder)
                .setNq(1)
                .addSearchParams(pair("anns_field", VECTOR))
                .addSearchParams(pair("topk", Integer.toString(topK)))
                .addSearchParams(pair("round_decimal", "-1"))
                .setGuaranteeTimestamp(guarantee(level))
                .setConsistencyLevel(level);
        params.forEach((key, value) -> request.addSearchParams(pair(key, value)));
        return request.build();
    }

    /** Searches; returns the keys found, best first. */
    public List<Long> search(SearchRequest request) {
        SearchResults results = stub().search(request);
        check("Search", results.getStatus());
        return results.getResults().getIds().getIntId().getDataList();
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
