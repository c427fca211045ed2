package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.LoadState;
import io.windhover.model.catalog.Partition;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.GetLoadStateRequest;
import io.windhover.proto.milvus.GetLoadStateResponse;
import io.windhover.proto.milvus.GetLoadingProgressRequest;
import io.windhover.proto.milvus.GetLoadingProgressResponse;
import io.windhover.proto.milvus.GetReplicasRequest;
import io.windhover.proto.milvus.GetReplicasResponse;
import io.windhover.proto.milvus.LoadCollectionRequest;
import io.windhover.proto.milvus.LoadPartitionsRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.ReleaseCollectionRequest;
import io.windhover.proto.milvus.ReleasePartitionsRequest;
import io.windhover.proto.milvus.ReplicaInfo;
import io.windhover.proto.milvus.ShardReplica;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.LoadRequest;
import io.windhover.proxy.request.LoadStatus;
import java.util.List;

/** What is searchable, and how far. */
record LoadRpcs(Requests requests) {
    /** The only node of a standalone server, as clients see it. */
    static final long NODE_ID = 1;

    private static final String RESOURCE_GROUP = "__default_resource_group";

    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getLoadCollectionMethod(), this::load);
        table.put(MilvusServiceGrpc.getReleaseCollectionMethod(), this::release);
        table.put(MilvusServiceGrpc.getLoadPartitionsMethod(), this::loadPartitions);
        table.put(MilvusServiceGrpc.getReleasePartitionsMethod(), this::releasePartitions);
        table.put(MilvusServiceGrpc.getGetLoadStateMethod(), this::state);
        table.put(MilvusServiceGrpc.getGetLoadingProgressMethod(), this::progress);
        table.put(MilvusServiceGrpc.getGetReplicasMethod(), this::replicas);
    }

    private Status load(Caller caller, LoadCollectionRequest request) {
        requests.load(new LoadRequest(
                caller.collection(request.getDbName(), request.getCollectionName()),
                List.of(),
                Math.max(1, request.getReplicaNumber()),
                request.getLoadFieldsList()));
        return WireStatus.OK;
    }

    private Status loadPartitions(Caller caller, LoadPartitionsRequest request) {
        if (request.getPartitionNamesCount() == 0) {
            throw DatabaseException.invalid("due to no partition specified");
        }
        requests.load(new LoadRequest(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getPartitionNamesList(),
                Math.max(1, request.getReplicaNumber()),
                request.getLoadFieldsList()));
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

    private GetReplicasResponse replicas(Caller caller, GetReplicasRequest request) {
        Collection collection = requests.describeCollection(
                        caller.collection(request.getDbName(), request.getCollectionName()))
                .collection();
        GetReplicasResponse.Builder response = GetReplicasResponse.newBuilder().setStatus(WireStatus.OK);
        if (collection.load() instanceof LoadState.Released) {
            return response.build();
        }
        ReplicaInfo.Builder replica = ReplicaInfo.newBuilder()
                .setReplicaID(collection.id().value())
                .setCollectionID(collection.id().value())
                .addNodeIds(NODE_ID)
                .setResourceGroupName(RESOURCE_GROUP);
        collection
                .activePartitions()
                .map(Partition::id)
                .filter(collection.load()::covers)
                .forEach(id -> replica.addPartitionIds(id.value()));
        for (int shard = 0; shard < collection.settings().shardCount(); shard++) {
            replica.addShardReplicas(ShardReplica.newBuilder()
                    .setLeaderID(NODE_ID)
                    .setDmChannelName(CollectionRpcs.channel(collection, shard))
                    .addNodeIds(NODE_ID));
        }
        return response.addReplicas(replica).build();
    }
}
