package io.windhover.bench.load;

import io.windhover.proto.common.ConsistencyLevel;
import io.windhover.proto.milvus.CreateIndexRequest;
import io.windhover.proto.milvus.DropIndexRequest;
import io.windhover.proto.milvus.HybridSearchRequest;
import io.windhover.proto.milvus.LoadPartitionsRequest;
import io.windhover.proto.milvus.QueryRequest;
import io.windhover.proto.milvus.SearchRequest;
import io.windhover.proto.milvus.SearchResults;
import java.util.List;

/** The calls of a storm: indexes, partitions' loads and reads of single partitions. Errors as {@link MilvusClient}. */
public final class DdlCalls {
    private final MilvusClient client;

    /** Uses the connection of a client. */
    public DdlCalls(MilvusClient client) {
        this.client = client;
    }

    /** Defines an index without a metric on a scalar field. */
    public void createScalarIndex(String collection, String field, String type) {
        MilvusClient.check(
                "CreateIndex",
                client.stub()
                        .createIndex(CreateIndexRequest.newBuilder()
                                .setCollectionName(collection)
                                .setFieldName(field)
                                .setIndexName("by_" + field)
                                .addExtraParams(MilvusClient.pair("index_type", type))
                                .build()));
    }

    /** Drops the index that {@link #createScalarIndex} defined. */
    public void dropScalarIndex(String collection, String field) {
        MilvusClient.check(
                "DropIndex",
                client.stub()
                        .dropIndex(DropIndexRequest.newBuilder()
                                .setCollectionName(collection)
                                .setFieldName(field)
                                .setIndexName("by_" + field)
                                .build()));
    }

    /** Loads a partition; does not wait. */
    public void loadPartition(String collection, String partition) {
        MilvusClient.check(
                "LoadPartitions",
                client.stub()
                        .loadPartitions(LoadPartitionsRequest.newBuilder()
                                .setCollectionName(collection)
                                .addPartitionNames(partition)
                                .setReplicaNumber(1)
                                .build()));
    }

    /** Searches one partition; returns the keys found, best first. */
    public List<Long> search(SearchRequest request, String partition) {
        SearchResults results = client.stub()
                .search(request.toBuilder()
                        .clearPartitionNames()
                        .addPartitionNames(partition)
                        .build());
        MilvusClient.check("Search", results.getStatus());
        return results.getResults().getIds().getIntId().getDataList();
    }

    /** Searches one partition twice with the same request and ranks the hits by reciprocal rank. */
    public List<Long> hybridSearch(SearchRequest request, String partition, int limit) {
        SearchResults results = client.stub()
                .hybridSearch(HybridSearchRequest.newBuilder()
                        .setCollectionName(request.getCollectionName())
                        .addPartitionNames(partition)
                        .addRequests(request)
                        .addRequests(request)
                        .addRankParams(MilvusClient.pair("strategy", "rrf"))
                        .addRankParams(MilvusClient.pair("params", "{\"k\": 60}"))
                        .addRankParams(MilvusClient.pair("limit", Integer.toString(limit)))
                        .setConsistencyLevel(ConsistencyLevel.Strong)
                        .build());
        MilvusClient.check("HybridSearch", results.getStatus());
        return results.getResults().getIds().getIntId().getDataList();
    }

    /** Returns the rows of one partition that a strong read sees and a filter matches. */
    public long count(String collection, String partition, String filter) {
        var results = client.stub()
                .query(QueryRequest.newBuilder()
                        .setCollectionName(collection)
                        .addPartitionNames(partition)
                        .setExpr(filter)
                        .addOutputFields("count(*)")
                        .setGuaranteeTimestamp(MilvusClient.guarantee(ConsistencyLevel.Strong))
                        .setConsistencyLevel(ConsistencyLevel.Strong)
                        .build());
        MilvusClient.check("Query", results.getStatus());
        return results.getFieldsData(0).getScalars().getLongData().getData(0);
    }
}
