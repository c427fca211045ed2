package io.windhover.server.milvus;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.RoleHealth;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The document that consoles ask for with {@code {"metric_type": "system_info"}}: the proxy, the coordinator and both
 * kinds of nodes, with the machine under each. In one process it is the same machine and node id for all.
 *
 * @param version told to clients
 * @param machine that the process runs on
 */
record Topology(ServerVersion version, Machine machine) {
    static final String SYSTEM_INFO = "system_info";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS Z 'UTC'").withZone(ZoneOffset.UTC);
    private static final int COORDINATOR = 2;

    /** One part as Milvus calls it: its type, and our role of which it has the health. */
    private enum Part {
        PROXY("proxy", ""),
        COORDINATOR("mixcoord", "coordinator"),
        DATA("datanode", "data"),
        QUERY("querynode", "query");

        private final String type;
        private final String role;

        Part(String type, String role) {
            this.type = type;
            this.role = role;
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

    /**
     * Returns the document.
     *
     * @throws DatabaseException METRIC_NOT_FOUND if it is another one that is asked for
     */
    String document(String metricType, List<RoleHealth> roles) {
        if (!metricType.equals(SYSTEM_INFO)) {
            throw DatabaseException.of(ErrorCode.METRIC_NOT_FOUND, "metric", metricType);
        }
        List<Map<String, Object>> nodes = new ArrayList<>();
        Map<String, Object> hardware = machine.hardware();
        for (Part part : Part.values()) {
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("identifier", part.ordinal() + 1);
            node.put("connected", connected(part));
            node.put("infos", infos(part, roles, hardware));
            nodes.add(node);
        }
        return JSON.writeValueAsString(Map.of("nodes_info", nodes));
    }

    private static List<Map<String, Object>> connected(Part part) {
        if (part == Part.COORDINATOR) {
            return List.of();
        }
        Map<String, Object> edge = new LinkedHashMap<>();
        edge.put("connected_identifier", COORDINATOR);
        edge.put("type", "Forward");
        edge.put("target_type", Part.COORDINATOR.type);
        return List.of(edge);
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
        infos.put("name", part.type + LoadRpcs.NODE_ID);
        infos.put("hardware_infos", hardware);
        infos.put("system_info", system());
        infos.put("created_time", TIME.format(machine.startedAt()));
        infos.put("updated_time", TIME.format(Instant.now()));
        infos.put("type", part.type);
        infos.put("id", LoadRpcs.NODE_ID);
        infos.put("quota_metrics", quota(hardware));
        return infos;
    }

    private Map<String, Object> system() {
        Map<String, Object> system = new LinkedHashMap<>();
        system.put("system_version", version.wireVersion());
        system.put("deploy_mode", "STANDALONE");
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
