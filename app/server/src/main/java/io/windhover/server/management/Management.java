package io.windhover.server.management;

import io.windhover.model.role.RoleHealth;
import io.windhover.server.transport.HttpRequest;
import io.windhover.server.transport.HttpResponse;
import io.windhover.server.transport.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.ObjectMapper;

/**
 * Answers {@code /healthz}, {@code /livez} and {@code /metrics}. {@code /healthz} is 503 while a role does not serve,
 * {@code /livez} is 200 as long as the process answers; both say which role is not well and why, below the OK too (an
 * index that cannot be built, a damaged file), and in JSON when asked.
 */
public final class Management implements HttpService {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerMetrics metrics;
    private final BooleanSupplier open;
    private final Supplier<List<RoleHealth>> roles;

    /**
     * @param metrics what is scraped
     * @param open    whether requests are taken
     * @param roles   how it goes with each role
     */
    public Management(ServerMetrics metrics, BooleanSupplier open, Supplier<List<RoleHealth>> roles) {
        this.metrics = metrics;
        this.open = open;
        this.roles = roles;
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        return switch (request.path()) {
            case "/livez" -> health(request, 200);
            case "/healthz", "/management/check/ready" -> health(request, 503);
            case "/metrics", "/metrics_default" ->
                new HttpResponse(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.scrape().getBytes(StandardCharsets.UTF_8),
                        Map.of());
            default -> HttpResponse.text(404, "nothing at " + request.path() + "\n");
        };
    }

    private HttpResponse health(HttpRequest request, int unwellStatus) {
        List<RoleHealth> all = roles.get();
        boolean serving = open.getAsBoolean() && all.stream().allMatch(Management::serves);
        int status = serving ? 200 : unwellStatus;
        String state = status == 200 ? "OK" : "not ready";
        return wantsJson(request)
                ? HttpResponse.json(status, json(state, all))
                : HttpResponse.text(status, state + lines(all));
    }

    private static boolean serves(RoleHealth health) {
        return health.state() == RoleHealth.State.SERVING;
    }

    private static boolean wantsJson(HttpRequest request) {
        return Stream.of("accept", "content-type")
                .anyMatch(name -> request.header(name).orElse("").contains("application/json"));
    }

    private static String lines(List<RoleHealth> all) {
        StringBuilder text = new StringBuilder();
        for (RoleHealth health : all) {
            List<String> reasons =
                    serves(health) || !health.reasons().isEmpty() ? health.reasons() : List.of(name(health.state()));
            reasons.forEach(reason ->
                    text.append('\n').append(health.role()).append(": ").append(reason));
        }
        return text.toString();
    }

    private static String name(RoleHealth.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns the form of Milvus, where a detail's code is 1 if it is well, with the role's state, reasons and lacks besides. */
    private static byte[] json(String state, List<RoleHealth> all) {
        List<Map<String, Object>> details = new ArrayList<>();
        for (RoleHealth health : all) {
            Map<String, Object> detail = new LinkedHashMap<>();
            detail.put("name", health.role());
            detail.put(
                    "code",
                    switch (health.state()) {
                        case SERVING -> 1;
                        case SAFE_MODE -> 2;
                        case STOPPED -> 4;
                    });
            detail.put("state", name(health.state()));
            detail.put("reasons", health.reasons());
            if (!health.lacks().isEmpty()) {
                detail.put("lacks", health.lacks());
            }
            details.add(detail);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("state", state);
        document.put("detail", details);
        return JSON.writeValueAsBytes(document);
    }
}
