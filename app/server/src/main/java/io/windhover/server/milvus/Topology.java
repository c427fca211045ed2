package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.RoleHealth;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The document that consoles ask for with {@code {"metric_type": "system_info"}}: the proxy, the coordinator and both
 * kinds of nodes, with the machine under each. In one process it is the same machine and node id for all; of a cluster it
 * names every role of every member that is there, of whose machines only the address is known.
 *
 * @param version told to clients
 * @param machine that the process runs on
 */
record Topology(ServerVersion version, Machine machine) {
    static final String SYSTEM_INFO = "system_info";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS Z 'UTC'").withZone(ZoneOffset.UTC);

    /** One part as Milvus calls it: its type, and our role of which it has the health. */
    private enum Part {
        PROXY("proxy", "", ClusterRole.PROXY),
        COORDINATOR("mixcoord", "coordinator", ClusterRole.COORDINATOR),
        DATA("datanode", "data", ClusterRole.DATA),
        QUERY("querynode", "query", ClusterRole.QUERY);

        private final String type;
        private final String role;
        private final ClusterRole ofMember;

        Part(String type, String role, ClusterRole ofMember) {
            this.type = type;
            this.role = role;
            this.ofMember = ofMember;
        }
    }

    /**
     * Reads which metrics a request asks for.
     *
     * @throws DatabaseException INVALID_PARAMETER if it is no JSON object with a {@code metric_type}
     */
    static String metricType(String request) {
        JsonNode type;
        try {
            type = JSON.readTree(request).path("metric_type");
        } catch (JacksonException _) {
            throw DatabaseException.invalid("the request of GetMetrics is not JSON");
        }
        if (!type.isString()) {
            throw DatabaseException.invalid("\"metric_type\" not found in the request of GetMetrics");
        }
        return type.stringValue();
    }

    /** Returns what the parts of a member are called, each with its number. */
    static List<String> parts(Member member) {
        return Stream.of(Part.values())
                .filter(part -> member.is(part.ofMember))
                .map(part -> part.type)
                .toList();
    }

    /**
     * Returns the document.
     *
     * @param roles   how it goes with this process
     * @param members who is there; nobody for a database in one process
     * @throws DatabaseException METRIC_NOT_FOUND if it is another one that is asked for
     */
    String document(String metricType, List<RoleHealth> roles, Members members) {
        if (!metricType.equals(SYSTEM_INFO)) {
            throw DatabaseException.of(ErrorCode.METRIC_NOT_FOUND, "metric", metricType);
        }
        List<Map<String, Object>> nodes = members.equals(Members.NONE) ? ofOneProcess(roles) : new ArrayList<>();
        for (Part part : Part.values()) {
            members.with(part.ofMember).forEach(member -> nodes.add(node(nodes.size() + 1, infos(part, member))));
        }
        int coordinator = IntStream.range(0, nodes.size())
                .filter(i -> ((Map<?, ?>) nodes.get(i).get("infos")).get("type").equals(Part.COORDINATOR.type))
                .findFirst()
                .orElse(0);
        nodes.forEach(node -> node.put("connected", connected(node, coordinator + 1)));
        return JSON.writeValueAsString(Map.of("nodes_info", nodes));
    }

    private List<Map<String, Object>> ofOneProcess(List<RoleHealth> roles) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        Map<String, Object> hardware = machine.hardware();
        for (Part part : Part.values()) {
            nodes.add(node(part.ordinal() + 1, infos(part, roles, hardware)));
        }
        return nodes;
    }

    private static Map<String, Object> node(int identifier, Map<String, Object> infos) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("identifier", identifier);
        node.put("infos", infos);
        return node;
    }

    private static List<Map<String, Object>> connected(Map<String, Object> node, int coordinator) {
        if (node.get("identifier").equals(coordinator)) {
            return List.of();
        }
        Map<String, Object> edge = new LinkedHashMap<>();
        edge.put("connected_identifier", coordinator);
        edge.put("type", "Forward");
        edge.put("target_type", Part.COORDINATOR.type);
        return List.of(edge);
    }

    private Map<String, Object> infos(Part part, Member member) {
        Map<String, Object> hardware = new LinkedHashMap<>();
        hardware.put("ip", member.address());
        Map<String, Object> system = system("DISTRIBUTED");
        system.put("build_version", member.version());
        Map<String, Object> infos = new LinkedHashMap<>();
        infos.put("has_error", false);
        infos.put("error_reason", member.draining() ? "it is leaving" : "");
        infos.put("name", part.type + "-" + member.id());
        infos.put("hardware_infos", hardware);
        infos.put("system_info", system);
        infos.put("type", part.type);
        infos.put("id", Nodes.number(member.id()));
        return infos;
    }

    private Map<String, Object> infos(Part part, List<RoleHealth> roles, Map<String, Object> hardware) {
        List<String> reasons = roles.stream()
                .filter(health -> health.role().equals(part.role) && !health.isWell())
                .flatMap(health -> health.reasons().stream())
                .toList();
        Map<String, Object> infos = new LinkedHashMap<>();
        // A console leaves out a node with an error, and all of them answer: the reasons stand here all the same.
        infos.put("has_error", false);
        infos.put("error_reason", String.join("; ", reasons));
        infos.put("name", part.type + Nodes.ALONE);
        infos.put("hardware_infos", hardware);
        infos.put("system_info", system("STANDALONE"));
        infos.put("created_time", TIME.format(machine.startedAt()));
        infos.put("updated_time", TIME.format(Instant.now()));
        infos.put("type", part.type);
        infos.put("id", Nodes.ALONE);
        infos.put("quota_metrics", quota(hardware));
        return infos;
    }

    private Map<String, Object> system(String deployMode) {
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("system_version", version.wireVersion());
        system.put("deploy_mode", deployMode);
        system.put("build_version", version.ownVersion());
        system.put("build_time", version.buildTime());
        system.put("used_go_version", "");
        return system;
    }

    /** Returns what a quota would be decided by: the machine; rates are on the metrics page. */
    private static Map<String, Object> quota(Map<String, Object> hardware) {
        Map<String, Object> quota = new LinkedHashMap<>();
        quota.put("Hms", hardware);
        quota.put("Rms", List.of());
        return quota;
    }
}
