package io.windhover.server.milvus;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.MemberId;
import io.windhover.model.SegmentId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.catalog.Partition;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.proto.common.KeyValuePair;
import io.windhover.proto.common.NodeInfo;
import io.windhover.proto.common.Status;
import io.windhover.proto.milvus.CreateResourceGroupRequest;
import io.windhover.proto.milvus.DescribeResourceGroupRequest;
import io.windhover.proto.milvus.DescribeResourceGroupResponse;
import io.windhover.proto.milvus.DropResourceGroupRequest;
import io.windhover.proto.milvus.GetReplicasRequest;
import io.windhover.proto.milvus.GetReplicasResponse;
import io.windhover.proto.milvus.ListResourceGroupsRequest;
import io.windhover.proto.milvus.ListResourceGroupsResponse;
import io.windhover.proto.milvus.LoadBalanceRequest;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.ReplicaInfo;
import io.windhover.proto.milvus.ShardReplica;
import io.windhover.proto.milvus.TransferNodeRequest;
import io.windhover.proto.milvus.TransferReplicaRequest;
import io.windhover.proto.milvus.UpdateResourceGroupsRequest;
import io.windhover.proto.rg.ResourceGroupConfig;
import io.windhover.proto.rg.ResourceGroupLimit;
import io.windhover.proto.rg.ResourceGroupNodeFilter;
import io.windhover.proto.rg.ResourceGroupTransfer;
import io.windhover.proxy.Requests;
import io.windhover.proxy.request.CollectionRef;
import io.windhover.proxy.request.ReplicaDescription;
import io.windhover.proxy.request.ResourceGroupDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Replicas, the resource groups they are in, and the nodes that read them. */
record ReplicaRpcs(Requests requests) {
    private static final int REPLICA_BITS = 48;

    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getGetReplicasMethod(), this::replicas);
        table.put(MilvusServiceGrpc.getCreateResourceGroupMethod(), this::create);
        table.put(MilvusServiceGrpc.getDropResourceGroupMethod(), this::drop);
        table.put(MilvusServiceGrpc.getUpdateResourceGroupsMethod(), this::update);
        table.put(MilvusServiceGrpc.getListResourceGroupsMethod(), this::list);
        table.put(MilvusServiceGrpc.getDescribeResourceGroupMethod(), this::describe);
        table.put(MilvusServiceGrpc.getTransferNodeMethod(), this::transferNode);
        table.put(MilvusServiceGrpc.getTransferReplicaMethod(), this::transferReplica);
        table.put(MilvusServiceGrpc.getLoadBalanceMethod(), this::balance);
    }

    private boolean isAlone() {
        return requests.members().equals(Members.NONE);
    }

    private GetReplicasResponse replicas(Caller caller, GetReplicasRequest request) {
        Collection collection = request.getCollectionName().isEmpty()
                ? byNumber(request.getCollectionID())
                : requests.describeCollection(caller.collection(request.getDbName(), request.getCollectionName()))
                        .collection();
        String database = requests.catalog()
                .databases()
                .find(collection.database())
                .orElseThrow()
                .name();
        GetReplicasResponse.Builder response = GetReplicasResponse.newBuilder().setStatus(WireStatus.OK);
        requests.replicas(new CollectionRef(database, collection.name()))
                .forEach(replica -> response.addReplicas(replica(collection, replica)));
        return response.build();
    }

    private Collection byNumber(long number) {
        return requests.describeCollection(new CollectionId(number)).collection();
    }

    private ReplicaInfo replica(Collection collection, ReplicaDescription replica) {
        long id = collection.id().value();
        ReplicaInfo.Builder info = ReplicaInfo.newBuilder()
                .setReplicaID(id + ((long) replica.number() << REPLICA_BITS))
                .setCollectionID(id)
                .setResourceGroupName(replica.group())
                .putAllNumOutboundNode(replica.outbound());
        collection
                .activePartitions()
                .map(Partition::id)
                .filter(collection.load()::covers)
                .forEach(partition -> info.addPartitionIds(partition.value()));
        Members members = requests.members();
        for (int shard = 0; shard < collection.settings().shardCount(); shard++) {
            Optional<MemberId> reader = Optional.ofNullable(replica.readers().get(shard));
            ShardReplica.Builder shown =
                    ShardReplica.newBuilder().setDmChannelName(CollectionRpcs.channel(collection, shard));
            if (isAlone()) {
                shown.setLeaderID(Nodes.ALONE).addNodeIds(Nodes.ALONE);
            }
            reader.ifPresent(member -> shown.setLeaderID(Nodes.number(member)).addNodeIds(Nodes.number(member)));
            reader.flatMap(members::find).map(Member::address).ifPresent(shown::setLeaderAddr);
            info.addShardReplicas(shown);
        }
        return info.addAllNodeIds(nodes(replica)).build();
    }

    private List<Long> nodes(ReplicaDescription replica) {
        return isAlone()
                ? List.of(Nodes.ALONE)
                : replica.readers().values().stream()
                        .map(Nodes::number)
                        .distinct()
                        .toList();
    }

    private Status create(Caller caller, CreateResourceGroupRequest request) {
        requests.createResourceGroup(
                request.getResourceGroup(),
                request.hasConfig()
                        ? config(request.getResourceGroup(), request.getConfig())
                        : ResourceGroup.Config.of(0, 0));
        return WireStatus.OK;
    }

    private Status drop(Caller caller, DropResourceGroupRequest request) {
        requests.dropResourceGroup(request.getResourceGroup());
        return WireStatus.OK;
    }

    private Status update(Caller caller, UpdateResourceGroupsRequest request) {
        Map<String, ResourceGroup.Config> configs = new TreeMap<>();
        request.getResourceGroupsMap().forEach((name, config) -> configs.put(name, config(name, config)));
        requests.updateResourceGroups(configs);
        return WireStatus.OK;
    }

    private static ResourceGroup.Config config(String name, ResourceGroupConfig config) {
        if (!config.hasRequests() || !config.hasLimits()) {
            DatabaseException base = DatabaseException.of(
                    ErrorCode.RESOURCE_GROUP_ILLEGAL_CONFIG, "rg", name, "config", oneLine(config));
            throw new DatabaseException(base.code(), "requests or limits is required: " + base.getMessage());
        }
        Map<String, String> labels = new LinkedHashMap<>();
        config.getNodeFilter().getNodeLabelsList().forEach(label -> labels.put(label.getKey(), label.getValue()));
        return new ResourceGroup.Config(
                config.getRequests().getNodeNum(),
                config.getLimits().getNodeNum(),
                names(config.getTransferFromList()),
                names(config.getTransferToList()),
                labels);
    }

    private static String oneLine(ResourceGroupConfig config) {
        return config.toString().strip().replaceAll("\\s+", " ");
    }

    private static List<String> names(List<ResourceGroupTransfer> transfers) {
        return transfers.stream().map(ResourceGroupTransfer::getResourceGroup).toList();
    }

    private ListResourceGroupsResponse list(Caller caller, ListResourceGroupsRequest request) {
        return ListResourceGroupsResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .addAllResourceGroups(requests.listResourceGroups())
                .build();
    }

    private DescribeResourceGroupResponse describe(Caller caller, DescribeResourceGroupRequest request) {
        ResourceGroupDescription described = requests.describeResourceGroup(request.getResourceGroup());
        ResourceGroup group = described.group();
        boolean isDefault = group.name().equals(ResourceGroup.DEFAULT_NAME);
        List<NodeInfo> nodes = isAlone() && isDefault
                ? List.of(NodeInfo.newBuilder().setNodeId(Nodes.ALONE).build())
                : described.members().stream().map(Nodes::of).toList();
        return DescribeResourceGroupResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setResourceGroup(io.windhover.proto.milvus.ResourceGroup.newBuilder()
                        .setName(group.name())
                        .setCapacity(
                                isDefault
                                        ? ResourceGroup.UNLIMITED
                                        : group.config().requests())
                        .setNumAvailableNode(nodes.size())
                        .putAllNumLoadedReplica(described.replicas())
                        .putAllNumOutgoingNode(described.outgoing())
                        .putAllNumIncomingNode(described.incoming())
                        .setConfig(config(group.config()))
                        .addAllNodes(nodes))
                .build();
    }

    private static ResourceGroupConfig config(ResourceGroup.Config config) {
        ResourceGroupConfig.Builder shown = ResourceGroupConfig.newBuilder()
                .setRequests(ResourceGroupLimit.newBuilder().setNodeNum(config.requests()))
                .setLimits(ResourceGroupLimit.newBuilder().setNodeNum(config.limits()))
                .addAllTransferFrom(transfers(config.transferFrom()))
                .addAllTransferTo(transfers(config.transferTo()));
        if (!config.nodeLabels().isEmpty()) {
            ResourceGroupNodeFilter.Builder filter = ResourceGroupNodeFilter.newBuilder();
            config.nodeLabels()
                    .forEach((key, value) -> filter.addNodeLabels(
                            KeyValuePair.newBuilder().setKey(key).setValue(value)));
            shown.setNodeFilter(filter);
        }
        return shown.build();
    }

    private static List<ResourceGroupTransfer> transfers(List<String> names) {
        return names.stream()
                .map(name -> ResourceGroupTransfer.newBuilder()
                        .setResourceGroup(name)
                        .build())
                .toList();
    }

    private Status transferNode(Caller caller, TransferNodeRequest request) {
        requests.transferNode(request.getSourceResourceGroup(), request.getTargetResourceGroup(), request.getNumNode());
        return WireStatus.OK;
    }

    private Status transferReplica(Caller caller, TransferReplicaRequest request) {
        requests.transferReplica(
                caller.collection(request.getDbName(), request.getCollectionName()),
                request.getSourceResourceGroup(),
                request.getTargetResourceGroup(),
                Math.clamp(request.getNumReplica(), -1, Integer.MAX_VALUE));
        return WireStatus.OK;
    }

    private Status balance(Caller caller, LoadBalanceRequest request) {
        CollectionRef collection = caller.collection(request.getDbName(), request.getCollectionName());
        if (isAlone()) {
            requests.describeCollection(collection);
            DatabaseException base = DatabaseException.of(ErrorCode.NODE_NOT_FOUND, "node", request.getSrcNodeID());
            throw new DatabaseException(
                    base.code(),
                    "nothing can be moved between nodes of a server that is one process: " + base.getMessage());
        }
        Members members = requests.members();
        requests.moveReaders(
                collection,
                Nodes.reader(members, request.getSrcNodeID()),
                request.getDstNodeIDsList().stream()
                        .map(number -> Nodes.reader(members, number))
                        .toList(),
                request.getSealedSegmentIDsList().stream().map(SegmentId::new).toList());
        return WireStatus.OK;
    }
}
