package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.RoleHealth;
import io.windhover.proto.common.KeyValuePair;
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
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.QuotaState;
import io.windhover.proxy.Requests;
import java.util.List;

/** What a client asks about the server itself. */
record SystemRpcs(Requests requests, ServerVersion version, Topology topology) {
    void addTo(RpcTable table) {
        table.put(MilvusServiceGrpc.getGetVersionMethod(), this::version);
        table.put(MilvusServiceGrpc.getConnectMethod(), this::connect);
        table.put(MilvusServiceGrpc.getCheckHealthMethod(), this::health);
        table.put(MilvusServiceGrpc.getGetComponentStatesMethod(), this::components);
        table.put(MilvusServiceGrpc.getGetMetricsMethod(), this::metrics);
        table.put(MilvusServiceGrpc.getAllocTimestampMethod(), this::timestamp);
        table.put(MilvusServiceGrpc.getListCredUsersMethod(), this::users);
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
                        .setDeployMode(members().equals(Members.NONE) ? "STANDALONE" : "DISTRIBUTED"))
                .setIdentifier(requests.now().value())
                .build();
    }

    private CheckHealthResponse health(Caller caller, CheckHealthRequest request) {
        return health(requests.health());
    }

    /** Returns whether all is well, why not, and what is refused meanwhile. */
    static CheckHealthResponse health(List<RoleHealth> roles) {
        CheckHealthResponse.Builder response =
                CheckHealthResponse.newBuilder().setStatus(WireStatus.OK).setIsHealthy(true);
        for (RoleHealth health : roles) {
            response.setIsHealthy(response.getIsHealthy() && health.isWell());
            health.reasons().forEach(reason -> response.addReasons(health.role() + ": " + reason));
            if (health.state() != RoleHealth.State.SERVING) {
                response.addQuotaStates(refused(health.role()));
            }
        }
        return response.build();
    }

    /** Returns what is refused while a role does not serve. */
    private static QuotaState refused(String role) {
        return switch (role) {
            case "coordinator" -> QuotaState.DenyToDDL;
            case "data" -> QuotaState.DenyToWrite;
            case "query" -> QuotaState.DenyToRead;
            default -> QuotaState.Unknown;
        };
    }

    private ComponentStates components(Caller caller, GetComponentStatesRequest request) {
        return components(requests.health(), members());
    }

    /** Returns who is there as far as that is known now. */
    private Members members() {
        try {
            return requests.members();
        } catch (DatabaseException unavailable) {
            // In safe mode nobody is known; the states say that and why.
            return Members.NONE;
        }
    }

    /**
     * Returns the state of the whole, which is that of its first part that is not healthy, of each role of this process,
     * and of what every member is: one that is there and does not leave is healthy.
     */
    static ComponentStates components(List<RoleHealth> roles, Members members) {
        StateCode all = roles.stream()
                .map(health -> code(health.state()))
                .filter(code -> code != StateCode.Healthy)
                .findFirst()
                .orElse(StateCode.Healthy);
        ComponentStates.Builder states = ComponentStates.newBuilder()
                .setStatus(WireStatus.OK)
                .setState(component("standalone", all).build());
        for (RoleHealth health : roles) {
            ComponentInfo.Builder role = component(health.role(), code(health.state()));
            health.reasons()
                    .forEach(reason -> role.addExtraInfo(
                            KeyValuePair.newBuilder().setKey("reason").setValue(reason)));
            states.addSubcomponentStates(role);
        }
        members.all()
                .forEach(member -> Topology.parts(member)
                        .forEach(part -> states.addSubcomponentStates(
                                component(part, member.draining() ? StateCode.Stopping : StateCode.Healthy)
                                        .setNodeID(Nodes.number(member.id())))));
        return states.build();
    }

    private static ComponentInfo.Builder component(String role, StateCode code) {
        return ComponentInfo.newBuilder().setNodeID(Nodes.ALONE).setRole(role).setStateCode(code);
    }

    private static StateCode code(RoleHealth.State state) {
        return switch (state) {
            case SERVING -> StateCode.Healthy;
            case SAFE_MODE -> StateCode.Abnormal;
            case STOPPED -> StateCode.Stopping;
        };
    }

    private GetMetricsResponse metrics(Caller caller, GetMetricsRequest request) {
        return GetMetricsResponse.newBuilder()
                .setStatus(WireStatus.OK)
                .setComponentName("proxy" + Nodes.ALONE)
                .setResponse(topology.document(Topology.metricType(request.getRequest()), requests.health(), members()))
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
}
