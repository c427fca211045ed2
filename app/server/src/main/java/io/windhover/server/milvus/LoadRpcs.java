package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.GetLoadStateRequest;
import io.windhover.proto.milvus.GetLoadStateResponse;
import io.windhover.proto.milvus.GetLoadingProgressRequest;
import io.windhover.proto.milvus.GetLoadingProgressResponse;
import io.windhover.proto.milvus.LoadCollectionRequest;
import io.windhover.proto.milvus.LoadPartitionsRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.ReleaseCollectionRequest;
import io.windhover.proto.milvus.ReleasePartitionsRequest;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import java.util.List;

/** What is searchable, and how far. */
record LoadRpcs(Requests requests) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getLoadCollectionMethod(), this::load);
        table.put(MilvusServiceGrpc.getReleaseCollectionMethod(), this::release);
        table.put(MilvusServiceGrpc.getLoadPartitionsMethod(), this::loadPartitions);
        table.put(MilvusServiceGrpc.getReleasePartitionsMethod(), this::releasePartitions);
        table.put(MilvusServiceGrpc.getGetLoadStateMethod(), this::state);
        table.put(MilvusServiceGrpc.getGetLoadingProgressMethod(), this::progress);
    }

    private Status load(Caller caller, LoadCollectionRequest request) {
        requests.load(new LoadRequest(
                caller.collection(request.getDbName(), request.getCollectionName()),
                List.of(),
                request.getReplicaNumber(),
                request.getLoadFieldsList(),
                request.getResourceGroupsList()));
        return WireStatus.OK;
    }

    private Status loadPartitions(Caller caller, LoadPartitionsRequest request) {
        if (request.getPartitionNamesCount() == 0) {
            throw DatabaseException.invalid("due to no partition specified");
        }
        requests.load(new LoadRequest(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getPartitionNamesList(),
                request.getReplicaNumber(),
                request.getLoadFieldsList(),
                request.getResourceGroupsList()));
        return WireStatus.OK;
    }

    private Status release(Caller caller, ReleaseCollectionRequest request) {
        requests.release(caller.collection(request.getDbName(), request.getCollectionName()), List.of());
        return WireStatus.OK;
    }

    private Status releasePartitions(Caller caller, ReleasePartitionsRequest request) {
        if (request.getPartitionNamesCount() == 0) {
            throw DatabaseException.invalid("due to no partition specified");
        }
        requests.release(
                caller.collection(request.getDbName(), request.getCollectionName()), request.getPartitionNamesList());
        return WireStatus.OK;
    }

    private GetLoadStateResponse state(Caller caller, GetLoadStateRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        GetLoadStateResponse.Builder response =
                GetLoadStateResponse.newBuilder().setStatus(WireStatus.OK);
        if (!requests.hasCollection(collection)) {
            return response.setState(io.windhover.proto.common.LoadState.LoadStateNotExist)
                    .build();
        }
        return response.setState(
                        switch (requests.loadStatus(collection, request.getPartitionNamesList())) {
                            case LoadStatus.NotLoaded _ -> io.windhover.proto.common.LoadState.LoadStateNotLoad;
                            case LoadStatus.Loading _ -> io.windhover.proto.common.LoadState.LoadStateLoading;
                            case LoadStatus.Loaded _ -> io.windhover.proto.common.LoadState.LoadStateLoaded;
                        })
                .build();
    }

    private GetLoadingProgressResponse progress(Caller caller, GetLoadingProgressRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        LoadStatus status = requests.loadStatus(collection, request.getPartitionNamesList());
        if (status instanceof LoadStatus.NotLoaded) {
            throw DatabaseException.of(ErrorCode.COLLECTION_NOT_LOADED, "collection", request.getCollectionName());
        }
        int percent = CollectionRpcs.percent(status);
        return GetLoadingProgressResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setProgress(percent)
                .setRefreshProgress(percent)
                .build();
    }
}
