package io.windhover.server.milvus;

import io.windhover.proto.common.IndexState;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.AlterIndexRequest;
import io.windhover.proto.milvus.CreateIndexRequest;
import io.windhover.proto.milvus.DescribeIndexRequest;
import io.windhover.proto.milvus.DescribeIndexResponse;
import io.windhover.proto.milvus.DropIndexRequest;
import io.windhover.proto.milvus.GetIndexBuildProgressRequest;
import io.windhover.proto.milvus.GetIndexBuildProgressResponse;
import io.windhover.proto.milvus.GetIndexStateRequest;
import io.windhover.proto.milvus.GetIndexStateResponse;
import io.windhover.proto.milvus.GetIndexStatisticsRequest;
import io.windhover.proto.milvus.GetIndexStatisticsResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CreateIndex;
import io.windhover.proxy.request.IndexDescription;
import java.util.List;

/** Indexes. */
record IndexRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getCreateIndexMethod(), this::create);
        table.put(MilvusServiceGrpc.getAlterIndexMethod(), this::alter);
        table.put(MilvusServiceGrpc.getDropIndexMethod(), this::drop);
        table.put(MilvusServiceGrpc.getDescribeIndexMethod(), this::describe);
        table.put(MilvusServiceGrpc.getGetIndexStatisticsMethod(), this::statistics);
        addDeprecatedTo(table);
    }

    @SuppressWarnings("deprecation") // older clients still call them
    private void addDeprecatedTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getGetIndexStateMethod(), this::state);
        table.put(MilvusServiceGrpc.getGetIndexBuildProgressMethod(), this::progress);
    }

    private Status create(Caller caller, CreateIndexRequest request) {
        requests.createIndex(new CreateIndex(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getFieldName(),
                request.getIndexName(),
                WireParams.flattened(request.getExtraParamsList())));
        return WireStatus.OK;
    }

    private Status alter(Caller caller, AlterIndexRequest request) {
        requests.alterIndex(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getIndexName(),
                WireParams.flattened(request.getExtraParamsList()),
                request.getDeleteKeysList());
        return WireStatus.OK;
    }

    private Status drop(Caller caller, DropIndexRequest request) {
        requests.dropIndex(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getFieldName(),
                request.getIndexName());
        return WireStatus.OK;
    }

    private DescribeIndexResponse describe(Caller caller, DescribeIndexRequest request) {
        DescribeIndexResponse.Builder response =
                DescribeIndexResponse.newBuilder().setStatus(WireStatus.OK);
        requests.describeIndexes(
                        caller.collection(request.getDbName(), request.getCollectionName()),
                        request.getFieldName(),
                        request.getIndexName())
                .forEach(i -> response.addIndexDescriptions(write(i)));
        return response.build();
    }

    private GetIndexStatisticsResponse statistics(Caller caller, GetIndexStatisticsRequest request) {
        GetIndexStatisticsResponse.Builder response =
                GetIndexStatisticsResponse.newBuilder().setStatus(WireStatus.OK);
        requests.describeIndexes(
                        caller.collection(request.getDbName(), request.getCollectionName()), "", request.getIndexName())
                .forEach(i -> response.addIndexDescriptions(write(i)));
        return response.build();
    }

    private GetIndexStateResponse state(Caller caller, GetIndexStateRequest request) {
        List<IndexDescription> indexes = requests.describeIndexes(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getFieldName(),
                request.getIndexName());
        boolean finished = indexes.stream().allMatch(IndexDescription::finished);
        return GetIndexStateResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setState(finished ? IndexState.Finished : IndexState.InProgress)
                .build();
    }

    private GetIndexBuildProgressResponse progress(Caller caller, GetIndexBuildProgressRequest request) {
        List<IndexDescription> indexes = requests.describeIndexes(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getFieldName(),
                request.getIndexName());
        return GetIndexBuildProgressResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setIndexedRows(indexes.stream()
                        .mapToLong(IndexDescription::indexedRows)
                        .sum())
                .setTotalRows(
                        indexes.stream().mapToLong(IndexDescription::totalRows).sum())
                .build();
    }

    private static io.windhover.proto.milvus.IndexDescription write(IndexDescription description) {
        return io.windhover.proto.milvus.IndexDescription.newBuilder()
                .setIndexName(description.index().name())
                .setIndexID(description.index().id().value())
                .setFieldName(description.fieldName())
                .addAllParams(WireParams.pairs(description.index().userParams()))
                .setIndexedRows(description.indexedRows())
                .setTotalRows(description.totalRows())
                .setPendingIndexRows(description.pendingRows())
                .setState(description.finished() ? IndexState.Finished : IndexState.InProgress)
                .build();
    }
}
