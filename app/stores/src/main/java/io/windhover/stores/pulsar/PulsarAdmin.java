package io.windhover.stores.pulsar;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.CancelledException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is not in Pulsar's client: topics are created, listed, measured and deleted through its administration. */
final class PulsarAdmin implements AutoCloseable {
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int FIRST_FAILURE = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final PulsarSettings settings;
    private final String place;

    PulsarAdmin(PulsarSettings settings) {
        this.settings = settings;
        this.place = settings.tenant() + "/" + settings.namespace();
        this.http = HttpClient.newBuilder().connectTimeout(settings.timeout()).build();
    }

    /**
     * Creates the namespace if it is absent, and has Pulsar keep what is in it until we delete it: by itself it would
     * drop messages that nobody is subscribed to, and topics that nobody uses for a minute.
     */
    void requireNamespace() {
        if (send("GET", "namespaces/" + place, "").isEmpty()) {
            send("PUT", "namespaces/" + place, "{}");
        }
        send(
                "POST",
                "namespaces/" + place + "/retention",
                "{\"retentionTimeInMinutes\": -1, \"retentionSizeInMB\": -1}");
        send(
                "POST",
                "namespaces/" + place + "/inactiveTopicPolicies",
                "{\"inactiveTopicDeleteMode\": \"delete_when_no_subscriptions\", \"deleteWhileInactive\": false,"
                        + " \"maxInactiveDurationSeconds\": 60}");
    }

    /** Creates a topic; one that exists is fine. */
    void create(String topic) {
        send("PUT", "persistent/" + place + "/" + topic, "");
    }

    /** Deletes a topic with its messages and whoever is connected to it; an absent one is fine. */
    void delete(String topic) {
        send("DELETE", "persistent/" + place + "/" + topic + "?force=true", "");
    }

    /** Returns the names of all topics, without the place they are in. */
    List<String> topics() {
        List<String> names = new ArrayList<>();
        String answer = send("GET", "persistent/" + place, "").orElse("[]");
        for (JsonNode topic : JSON.readTree(answer)) {
            String name = topic.asString();
            names.add(name.substring(name.lastIndexOf('/') + 1));
        }
        return names;
    }

    /** Returns the bytes that a topic holds; 0 if there is none. */
    long storedBytes(String topic) {
        return send("GET", "persistent/" + place + "/" + topic + "/stats", "")
                .map(answer -> JSON.readTree(answer).path("storageSize").asLong())
                .orElse(0L);
    }

    /** Returns the answer; empty if what is asked for is not there, or what is created is there already. */
    private Optional<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.admin() + "/admin/v2/" + path))
                .timeout(settings.timeout())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == NOT_FOUND || answer.statusCode() == CONFLICT) {
                return Optional.empty();
            }
            if (answer.statusCode() >= FIRST_FAILURE) {
                throw failed(method + " " + path + ": " + answer.statusCode() + " " + answer.body(), null);
            }
            return Optional.of(answer.body());
        } catch (IOException cause) {
            throw failed(method + " " + path + ": " + cause, cause);
        } catch (InterruptedException _) {
            throw new CancelledException("a call of Pulsar");
        }
    }

    private DatabaseException failed(String what, Throwable cause) {
        return new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE, "Pulsar's administration at " + settings.admin() + ": " + what, cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
