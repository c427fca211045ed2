package io.windhover.server.command.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * How a process says it goes.
 *
 * @param condition in one word
 * @param roles     each role's state and reasons, in words
 */
record MemberHealth(Condition condition, List<String> roles) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String STANDS_BY = "stands by";

    /** What there is to tell. */
    enum Condition {
        /** It serves. */
        READY,
        /** It waits to take over from another. */
        STANDBY,
        /** It answers that it does not serve. */
        NOT_READY,
        /** It does not answer. */
        SILENT
    }

    /** Copies the list. */
    MemberHealth {
        roles = List.copyOf(roles);
    }

    boolean isWell() {
        return condition == Condition.READY || condition == Condition.STANDBY;
    }

    /** Asks on a management port. */
    static MemberHealth ask(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/healthz"))
                .header("Accept", "application/json")
                .timeout(PATIENCE)
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return read(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException | JacksonException failure) {
            return new MemberHealth(Condition.SILENT, List.of(String.valueOf(failure.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new MemberHealth(Condition.SILENT, List.of("interrupted"));
        }
    }

    private static MemberHealth read(int status, JsonNode document) {
        List<String> roles = new ArrayList<>();
        for (JsonNode role : document.path("detail")) {
            List<String> reasons = new ArrayList<>();
            role.path("reasons").forEach(reason -> reasons.add(reason.asString()));
            String text =
                    role.path("name").asString() + " " + role.path("state").asString();
            roles.add(reasons.isEmpty() ? text : text + ": " + String.join("; ", reasons));
        }
        boolean standsBy = roles.stream().anyMatch(role -> role.contains(STANDS_BY));
        Condition condition = status == 200 ? Condition.READY : standsBy ? Condition.STANDBY : Condition.NOT_READY;
        return new MemberHealth(condition, roles);
    }
}
