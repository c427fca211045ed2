package io.windhover.server.milvus;

import io.windhover.model.role.RoleHealth;
import io.windhover.proto.common.ServerInfo;
import io.windhover.proto.common.StateCode;
import io.windhover.proto.milvus.AllocTimestampRequest;
import io.windhover.proto.milvus.AllocTimestampResponse;
import io.windhover.proto.milvus.CheckHealthRequest;
import io.windhover.proto.milvus.CheckHealthResponse;
import io.windhover.proto.milvus.ComponentInfo;
import io.windhover.proto.milvus.ComponentStates;
import io.windhover.proto.milvus.ConnectRequest;
import io.windhover.proto.milvus.ConnectResponse;
import io.windhover.proto.milvus.GetComponentStatesRequest;
import io.windhover.proto.milvus.GetMetricsRequest;
import io.windhover.proto.milvus.GetMetricsResponse;
import io.windhover.proto.milvus.GetVersionRequest;
import io.windhover.proto.milvus.GetVersionResponse;
import io.windhover.proto.milvus.ListCredUsersRequest;
import io.windhover.proto.milvus.ListCredUsersResponse;
import io.windhover.proto.milvus.ListResourceGroupsRequest;
import io.windhover.proto.milvus.ListResourceGroupsResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proxy.Requests;

/** What a client asks about the server itself. */
record SystemRpcs(Requests requests, ServerVersion version) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getGetVersionMethod(), this::version);
        table.put(MilvusServiceGrpc.getConnectMethod(), this::connect);
        table.put(MilvusServiceGrpc.getCheckHealthMethod(), this::health);
        table.put(MilvusServiceGrpc.getGetComponentStatesMethod(), this::components);
        table.put(MilvusServiceGrpc.getGetMetricsMethod(), this::metrics);
        table.put(MilvusServiceGrpc.getAllocTimestampMethod(), this::timestamp);
        table.put(MilvusServiceGrpc.getListCredUsersMethod(), this::users);
        table.put(MilvusServiceGrpc.getListResourceGroupsMethod(), this::resourceGroups);
    }

    private GetVersionResponse version(Caller caller, GetVersionRequest request) {
        return GetVersionResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setVersion(version.wireVersion())
                .build();
    }

    private ConnectResponse connect(Caller caller, ConnectRequest request) {
        return ConnectResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setServerInfo(ServerInfo.newBuilder()
                        .setBuildTags(version.wireVersion())
                        .setBuildTime(version.buildTime())
                        .setGitCommit(version.ownVersion())
                        .setDeployMode("STANDALONE"))
                .setIdentifier(requests.now().value())
                .build();
    }

    private CheckHealthResponse health(Caller caller, CheckHealthRequest request) {
        CheckHealthResponse.Builder response =
                CheckHealthResponse.newBuilder().setStatus(WireStatus.OK).setIsHealthy(true);
        for (RoleHealth health : requests.health()) {
            response.setIsHealthy(response.getIsHealthy() && health.isWell());
            health.reasons().forEach(reason -> response.addReasons(health.role() + ": " + reason));
        }
        return response.build();
    }

    private ComponentStates components(Caller caller, GetComponentStatesRequest request) {
        boolean serving = requests.health().stream().allMatch(h -> h.state() == RoleHealth.State.SERVING);
        ComponentInfo self = ComponentInfo.newBuilder()
                .setNodeID(LoadRpcs.NODE_ID)
                .setRole("standalone")
                .setStateCode(serving ? StateCode.Healthy : StateCode.Abnormal)
                .build();
        return ComponentStates.newBuilder()
                .setStatus(WireStatus.OK)
                .setState(self)
                .addSubcomponentStates(self)
                .build();
    }

    private GetMetricsResponse metrics(Caller caller, GetMetricsRequest request) {
        String document = "{\"nodes_info\":[{\"identifier\":%d,\"connected\":null,\"infos\":{\"name\":\"standalone\","
                + "\"type\":\"standalone\",\"id\":%d,\"system_info\":{\"system_version\":\"%s\","
                + "\"deploy_mode\":\"STANDALONE\"}}}]}";
        return GetMetricsResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setComponentName("standalone")
                .setResponse(document.formatted(LoadRpcs.NODE_ID, LoadRpcs.NODE_ID, version.wireVersion()))
                .build();
    }

    private AllocTimestampResponse timestamp(Caller caller, AllocTimestampRequest request) {
        return AllocTimestampResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setTimestamp(requests.now().value())
                .build();
    }

    private ListCredUsersResponse users(Caller caller, ListCredUsersRequest request) {
        return ListCredUsersResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .addUsernames("root")
                .build();
    }

    private ListResourceGroupsResponse resourceGroups(Caller caller, ListResourceGroupsRequest request) {
        return ListResourceGroupsResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .addResourceGroups("__default_resource_group")
                .build();
    }
}
