package io.windhover.storm.endpoint;

import io.milvus.grpc.MutationResult;
import io.milvus.grpc.Status;
import io.milvus.param.ConnectParam;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.client.RetryConfig;
import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.common.DataType;
import io.milvus.v2.common.IndexBuildState;
import io.milvus.v2.common.IndexParam;
import io.milvus.v2.exception.MilvusClientException;
import io.milvus.v2.service.collection.request.AddFieldReq;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.collection.request.DropCollectionReq;
import io.milvus.v2.service.collection.request.GetLoadStateReq;
import io.milvus.v2.service.index.request.CreateIndexReq;
import io.milvus.v2.service.index.request.DescribeIndexReq;
import io.milvus.v2.service.index.request.DropIndexReq;
import io.milvus.v2.service.index.response.DescribeIndexResp.IndexDesc;
import io.milvus.v2.service.partition.request.CreatePartitionReq;
import io.milvus.v2.service.partition.request.DropPartitionReq;
import io.milvus.v2.service.partition.request.ListPartitionsReq;
import io.milvus.v2.service.partition.request.LoadPartitionsReq;
import io.milvus.v2.service.partition.request.ReleasePartitionsReq;
import io.milvus.v2.service.utility.request.FlushReq;
import io.milvus.v2.service.vector.request.AnnSearchReq;
import io.milvus.v2.service.vector.request.HybridSearchReq;
import io.milvus.v2.service.vector.request.QueryReq;
import io.milvus.v2.service.vector.request.SearchReq;
import io.milvus.v2.service.vector.request.ranker.RRFRanker;
import io.milvus.v2.service.vector.response.SearchResp;
import io.windhover.storm.stage.Field;
import io.windhover.storm.tally.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** An endpoint through a connection of its own of the official client, which tries nothing again by itself. */
public final class SdkEndpoint implements Endpoint {
    private static final long DEADLINE_MS = 180_000;
    private static final long POLL_NS = 10_000_000;
    private static final int SEARCH_WIDTH = 128;
    private static final int RANK_CONSTANT = 60;

    private final MilvusClientV2 client;
    private final ConnectParam connection;
    private final String collection;
    private Optional<ColumnClient> columns = Optional.empty();

    private SdkEndpoint(MilvusClientV2 client, ConnectParam connection, String collection) {
        this.client = client;
        this.connection = connection;
        this.collection = collection;
    }

    /**
     * Connects.
     *
     * @param uri   such as {@code http://127.0.0.1:19530}
     * @param token {@code user:password}; empty for none
     */
    public static Endpoint connect(String uri, String token, String collection) {
        return attempt(() -> {
            ConnectConfig config = ConnectConfig.builder()
                    .uri(uri)
                    .token(token.isEmpty() ? null : token)
                    .rpcDeadlineMs(DEADLINE_MS)
                    .build();
            MilvusClientV2 client = new MilvusClientV2(config);
            client.retryConfig(RetryConfig.builder().maxRetryTimes(1).build());
            return new SdkEndpoint(client, connection(uri, token), collection);
        });
    }

    private static ConnectParam connection(String uri, String token) {
        ConnectParam.Builder builder =
                ConnectParam.newBuilder().withUri(uri).withRpcDeadline(DEADLINE_MS, TimeUnit.MILLISECONDS);
        return (token.isEmpty() ? builder : builder.withToken(token)).build();
    }

    private static <T> T attempt(Supplier<T> call) {
        try {
            return call.get();
        } catch (CallFailed known) {
            throw known;
        } catch (MilvusClientException refused) {
            throw new CallFailed(
                    new Failure(
                            refused.getServerErrCode(),
                            refused.getLegacyServerCode(),
                            refused.getErrorCode().name(),
                            String.valueOf(refused.getMessage())),
                    refused);
        } catch (RuntimeException failed) {
            String source = failed.getClass().getSimpleName();
            throw new CallFailed(new Failure(0, 0, source, String.valueOf(failed.getMessage())), failed);
        }
    }

    private static void attempt(Runnable call) {
        attempt(() -> {
            call.run();
            return true;
        });
    }

    @Override
    public String version() {
        return attempt(client::getServerVersion);
    }

    @Override
    public void createCollection(List<Field> fields) {
        CreateCollectionReq.CollectionSchema schema = MilvusClientV2.CreateSchema();
        schema.addField(AddFieldReq.builder()
                .fieldName("id")
                .dataType(DataType.Int64)
                .isPrimaryKey(true)
                .build());
        fields.forEach(field -> schema.addField(definition(field)));
        attempt(() -> client.createCollection(CreateCollectionReq.builder()
                .collectionName(collection)
                .collectionSchema(schema)
                .consistencyLevel(ConsistencyLevel.BOUNDED)
                .build()));
    }

    private static AddFieldReq definition(Field field) {
        var definition = AddFieldReq.builder().fieldName(field.name()).dataType(field.type());
        if (field.isNullable()) {
            definition.isNullable(true);
        }
        switch (field.type()) {
            case VarChar -> definition.maxLength(field.size());
            case Array -> definition.elementType(field.element()).maxCapacity(field.size());
            case FloatVector, Float16Vector, BinaryVector -> definition.dimension(field.size());
            default -> {}
        }
        if (field.element() == DataType.VarChar) {
            definition.maxLength(field.size());
        }
        return definition.build();
    }

    @Override
    public void dropCollection() {
        attempt(() -> client.dropCollection(
                DropCollectionReq.builder().collectionName(collection).build()));
    }

    @Override
    public void createPartition(String partition) {
        attempt(() -> client.createPartition(CreatePartitionReq.builder()
                .collectionName(collection)
                .partitionName(partition)
                .build()));
    }

    @Override
    public void dropPartition(String partition) {
        attempt(() -> client.dropPartition(DropPartitionReq.builder()
                .collectionName(collection)
                .partitionName(partition)
                .build()));
    }

    @Override
    public List<String> partitions() {
        return attempt(() -> client.listPartitions(
                ListPartitionsReq.builder().collectionName(collection).build()));
    }

    @Override
    public void insert(String partition, Batch batch, boolean isRepeated) {
        MutationResult result = attempt(() -> isRepeated
                ? columns().upsert(collection, partition, batch)
                : columns().insert(collection, partition, batch));
        check(result.getStatus());
        long done = isRepeated ? result.getUpsertCnt() : result.getInsertCnt();
        if (done != batch.count()) {
            String text = "of " + batch.count() + " rows the server counts " + done;
            throw new CallFailed(new Failure(-1, 0, "ANSWER", text), null);
        }
    }

    /** Servers before 2.3 have the old code only. */
    @SuppressWarnings("deprecation")
    private static void check(Status status) {
        if (status.getCode() != 0 || status.getErrorCodeValue() != 0) {
            throw new CallFailed(
                    new Failure(status.getCode(), status.getErrorCodeValue(), "SERVER_ERROR", status.getReason()),
                    null);
        }
    }

    private ColumnClient columns() {
        if (columns.isEmpty()) {
            columns = Optional.of(new ColumnClient(connection));
        }
        return columns.get();
    }

    @Override
    public void flush() {
        attempt(() -> client.flush(
                FlushReq.builder().collectionNames(List.of(collection)).build()));
    }

    @Override
    public void createIndex(Field field) {
        var index = IndexParam.builder()
                .fieldName(field.name())
                .indexName(field.name())
                .indexType(field.index());
        if (field.isVector()) {
            index.metricType(field.metric());
        }
        if (field.index() == IndexParam.IndexType.HNSW) {
            index.extraParams(Map.of("M", 16, "efConstruction", 100));
        }
        attempt(() -> client.createIndex(CreateIndexReq.builder()
                .collectionName(collection)
                .indexParams(List.of(index.build()))
                .sync(false)
                .build()));
    }

    @Override
    public void dropIndex(Field field) {
        attempt(() -> client.dropIndex(DropIndexReq.builder()
                .collectionName(collection)
                .fieldName(field.name())
                .indexName(field.name())
                .build()));
    }

    @Override
    public IndexProgress indexProgress(Field field) {
        return attempt(() -> {
            IndexDesc index = client.describeIndex(DescribeIndexReq.builder()
                            .collectionName(collection)
                            .fieldName(field.name())
                            .indexName(field.name())
                            .build())
                    .getIndexDescByIndexName(field.name());
            if (index == null) {
                throw new CallFailed(new Failure(700, 0, "ANSWER", "index not found in the answer"), null);
            }
            return new IndexProgress(
                    index.getIndexedRows(),
                    index.getTotalRows(),
                    index.getPendingIndexRows(),
                    index.getIndexState() == IndexBuildState.Failed,
                    String.valueOf(index.getIndexFailedReason()));
        });
    }

    @Override
    public void load(String partition, int secondsMax) {
        attempt(() -> client.loadPartitions(LoadPartitionsReq.builder()
                .collectionName(collection)
                .partitionNames(List.of(partition))
                .sync(false)
                .build()));
        long startedNs = System.nanoTime();
        while (!isLoaded(partition)) {
            if (System.nanoTime() - startedNs > TimeUnit.SECONDS.toNanos(secondsMax)) {
                String text = "a partition is not loaded after " + secondsMax + " s";
                throw new CallFailed(new Failure(-1, 0, "ANSWER", text), null);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private boolean isLoaded(String partition) {
        return attempt(() -> client.getLoadState(GetLoadStateReq.builder()
                .collectionName(collection)
                .partitionName(partition)
                .build()));
    }

    @Override
    public void release(String partition) {
        attempt(() -> client.releasePartitions(ReleasePartitionsReq.builder()
                .collectionName(collection)
                .partitionNames(List.of(partition))
                .build()));
    }

    @Override
    public List<Hit> search(SearchOrder order) {
        SearchResp answer = attempt(() -> client.search(SearchReq.builder()
                .collectionName(collection)
                .partitionNames(names(order.partition()))
                .annsField(order.field().name())
                .metricType(order.field().metric())
                .data(List.of(Wire.query(order.field(), order.queryId())))
                .limit(order.limit())
                .filter(order.filter())
                .searchParams(parameters(order.field()))
                .consistencyLevel(level(order.isStrong()))
                .build()));
        return hits(answer);
    }

    @Override
    public List<Hit> hybridSearch(List<SearchOrder> orders) {
        SearchOrder first = orders.getFirst();
        List<AnnSearchReq> requests = new ArrayList<>();
        for (SearchOrder order : orders) {
            requests.add(AnnSearchReq.builder()
                    .vectorFieldName(order.field().name())
                    .vectors(List.of(Wire.query(order.field(), order.queryId())))
                    .metricType(order.field().metric())
                    .params(parameters(order.field()).isEmpty() ? "{}" : "{\"ef\": " + SEARCH_WIDTH + "}")
                    .filter(order.filter())
                    .limit(order.limit())
                    .build());
        }
        SearchResp answer = attempt(() -> client.hybridSearch(HybridSearchReq.builder()
                .collectionName(collection)
                .partitionNames(names(first.partition()))
                .searchRequests(requests)
                .ranker(RRFRanker.builder().k(RANK_CONSTANT).build())
                .limit(first.limit())
                .consistencyLevel(level(first.isStrong()))
                .build()));
        return hits(answer);
    }

    private static List<String> names(String partition) {
        return partition.isEmpty() ? List.of() : List.of(partition);
    }

    private static ConsistencyLevel level(boolean isStrong) {
        return isStrong ? ConsistencyLevel.STRONG : ConsistencyLevel.BOUNDED;
    }

    private static Map<String, Object> parameters(Field field) {
        return field.index() == IndexParam.IndexType.HNSW ? Map.of("ef", SEARCH_WIDTH) : Map.of();
    }

    private static List<Hit> hits(SearchResp answer) {
        if (answer.getSearchResults().isEmpty()) {
            return List.of();
        }
        return answer.getSearchResults().getFirst().stream()
                .map(hit -> new Hit((Long) hit.getId(), hit.getScore()))
                .toList();
    }

    @Override
    public long count(String partition, String filter, boolean isStrong) {
        return attempt(() -> (Long) client.query(QueryReq.builder()
                        .collectionName(collection)
                        .partitionNames(names(partition))
                        .filter(filter)
                        .outputFields(List.of("count(*)"))
                        .consistencyLevel(level(isStrong))
                        .build())
                .getQueryResults()
                .getFirst()
                .getEntity()
                .get("count(*)"));
    }

    @Override
    public List<Map<String, Object>> fetch(String partition, List<Long> ids, boolean isStrong) {
        String in =
                ids.stream().map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse("");
        return attempt(() -> client
                .query(QueryReq.builder()
                        .collectionName(collection)
                        .partitionNames(names(partition))
                        .filter("id in [" + in + "]")
                        .outputFields(List.of("*"))
                        .consistencyLevel(level(isStrong))
                        .build())
                .getQueryResults()
                .stream()
                .map(row -> row.getEntity())
                .toList());
    }

    @Override
    public void close() {
        client.close();
        columns.ifPresent(ColumnClient::close);
    }
}
