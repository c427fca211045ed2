package io.windhover.server.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.windhover.embedded.Windhover;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.RoleHealth;
import io.windhover.proto.common.StateCode;
import io.windhover.proto.milvus.CheckHealthResponse;
import io.windhover.proto.milvus.ComponentStates;
import io.windhover.proto.milvus.DropPartitionRequest;
import io.windhover.proto.milvus.GetComponentStatesRequest;
import io.windhover.proto.milvus.GetMetricsRequest;
import io.windhover.proto.milvus.GetMetricsResponse;
import io.windhover.proto.milvus.MilvusServiceGrpc;
import io.windhover.proto.milvus.QuotaState;
import io.windhover.server.Server;
import io.windhover.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Goal: consoles and clients see how the server is. Method: a real server over gRPC; unwell roles by hand. */
class SystemRpcsTest {
    private static final RoleHealth FULL = new RoleHealth("data", RoleHealth.State.SAFE_MODE, List.of("disk full"));

    @TempDir
    private Path directory;

    private Windhover database;
    private Server server;
    private ManagedChannel channel;
    private MilvusServiceGrpc.MilvusServiceBlockingStub stub;

    @BeforeEach
    void open() throws IOException {
        ServerConfig config = ServerConfig.read(
                Optional.empty(),
                new ServerConfig.Overrides(Optional.of(directory), Optional.empty(), Optional.of(0), Optional.of(-1)));
        database = Windhover.open(directory);
        server = Server.start(config, database.requests(), database.runtime().metrics());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .build();
        stub = MilvusServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        server.close();
        database.close();
    }

    private GetMetricsResponse metrics(String request) {
        return stub.getMetrics(
                GetMetricsRequest.newBuilder().setRequest(request).build());
    }

    @Test
    void systemInfoHasEachPartWithItsMachine() {
        GetMetricsResponse response = metrics("{\"metric_type\":\"system_info\"}");
        assertThat(response.getStatus().getCode()).isZero();
        assertThat(response.getComponentName()).isEqualTo("proxy1");
        JsonNode nodes = new ObjectMapper().readTree(response.getResponse()).path("nodes_info");
        assertThat(nodes.valueStream()
                        .map(node -> node.path("infos").path("type").stringValue()))
                .containsExactly("proxy", "mixcoord", "datanode", "querynode");
        for (JsonNode node : nodes) {
            JsonNode infos = node.path("infos");
            assertThat(infos.path("has_error").booleanValue()).isFalse();
            assertThat(infos.path("id").longValue()).isEqualTo(1);
            assertThat(infos.path("system_info").path("deploy_mode").stringValue())
                    .isEqualTo("STANDALONE");
            JsonNode hardware = infos.path("hardware_infos");
            for (String part : List.of("cpu_core_count", "memory", "memory_usage", "disk", "disk_usage")) {
                assertThat(hardware.path(part).doubleValue()).as(part).isPositive();
            }
            assertThat(infos.path("quota_metrics").path("Hms")).isEqualTo(hardware);
        }
    }

    @Test
    void otherMetricsAreRefusedAsMilvusDoes() {
        assertThat(metrics("{\"metric_type\":\"none\"}").getStatus().getCode()).isEqualTo(1200);
        assertThat(metrics("{}").getStatus().getReason()).contains("\"metric_type\" not found");
        assertThat(metrics("{").getStatus().getCode()).isEqualTo(1100);
    }

    @Test
    void eachRoleHasItsState() {
        ComponentStates states = stub.getComponentStates(GetComponentStatesRequest.getDefaultInstance());
        assertThat(states.getState().getStateCode()).isEqualTo(StateCode.Healthy);
        assertThat(states.getSubcomponentStatesList())
                .extracting(state -> state.getRole() + " " + state.getStateCode())
                .containsExactly("coordinator Healthy", "data Healthy", "query Healthy");
    }

    @Test
    void safeModeIsAbnormalAndSaysWhyAndWhatIsRefused() {
        List<RoleHealth> roles = List.of(RoleHealth.serving("coordinator", List.of()), FULL);
        ComponentStates states = SystemRpcs.components(roles, Members.NONE);
        assertThat(states.getState().getStateCode()).isEqualTo(StateCode.Abnormal);
        assertThat(states.getSubcomponentStates(1).getExtraInfo(0).getValue()).isEqualTo("disk full");
        CheckHealthResponse health = SystemRpcs.health(roles);
        assertThat(health.getIsHealthy()).isFalse();
        assertThat(health.getReasonsList()).containsExactly("data: disk full");
        assertThat(health.getQuotaStatesList()).containsExactly(QuotaState.DenyToWrite);
    }

    @Test
    void ofAClusterEveryRoleOfEveryMemberIsShown() throws Exception {
        Set<ClusterRole> both = Set.of(ClusterRole.DATA, ClusterRole.QUERY);
        Members members = new Members(
                1,
                List.of(
                        new Member(new MemberId("c"), 1, "h:1", Set.of(ClusterRole.COORDINATOR), "g", false, "1.2"),
                        new Member(new MemberId("n"), 1, "h:2", both, "g", true, "1.3")));
        String document = new Topology(new ServerVersion("", "", ""), new Machine("", directory))
                .document(Topology.SYSTEM_INFO, List.of(), members);
        JsonNode nodes = new ObjectMapper().readTree(document).path("nodes_info");
        assertThat(nodes.values())
                .extracting(node -> node.path("infos").path("name").stringValue())
                .containsExactly("mixcoord-c", "datanode-n", "querynode-n");
        assertThat(nodes.get(1).path("infos").path("id").longValue()).isEqualTo(Nodes.number(new MemberId("n")));
        assertThat(nodes.get(2)
                        .path("connected")
                        .get(0)
                        .path("connected_identifier")
                        .intValue())
                .isEqualTo(1);
        assertThat(SystemRpcs.components(List.of(), members).getSubcomponentStatesList())
                .extracting(state -> state.getRole() + " " + state.getStateCode())
                .containsExactly("mixcoord Healthy", "datanode Stopping", "querynode Stopping");
        assertThat(Nodes.reader(members, Nodes.number(new MemberId("n")))).isEqualTo(new MemberId("n"));
        assertThatThrownBy(() -> Nodes.reader(members, 1)).hasMessageContaining("node not found[node=1]");
    }

    @Test
    void aFailureTellsTheIdOfTheRequest() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("client_request_id", Metadata.ASCII_STRING_MARSHALLER), "mine 7\"");
        DropPartitionRequest request =
                DropPartitionRequest.newBuilder().setCollectionName("none").build();
        assertThat(stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                        .dropPartition(request)
                        .getExtraInfoMap())
                .containsEntry("request_id", "mine7\"");
        assertThat(stub.dropPartition(request).getExtraInfoMap().get("request_id"))
                .matches("[0-9a-f]+-[0-9a-f]+");
    }

    @Test
    void anUnknownMetricIsNamed() {
        assertThatThrownBy(() -> new Topology(new ServerVersion("", "", ""), new Machine("", directory))
                        .document("none", List.of(FULL), Members.NONE))
                .hasMessageContaining("none");
    }
}
