package io.windhover.server.management;

import io.windhover.model.role.RoleHealth;
import io.windhover.server.transport.HttpRequest;
import io.windhover.server.transport.HttpResponse;
import io.windhover.server.transport.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers {@code /healthz}, {@code /livez} and {@code /metrics}. {@code /healthz} is 503 while a role does not serve; what
 * a serving role could not do (an index that cannot be built, a damaged file) is told below the OK.
 */
public final class Management implements HttpService {
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
            case "/livez" -> HttpResponse.text(200, "OK");
            case "/healthz", "/management/check/ready" ->
                open.getAsBoolean() ? health() : HttpResponse.text(503, "not ready");
            case "/metrics", "/metrics_default" ->
                new HttpResponse(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.scrape().getBytes(StandardCharsets.UTF_8),
                        Map.of());
            default -> HttpResponse.text(404, "nothing at " + request.path() + "\n");
        };
    }

    private HttpResponse health() {
        List<RoleHealth> all = roles.get();
        boolean serving = all.stream().allMatch(health -> health.state() == RoleHealth.State.SERVING);
        StringBuilder text = new StringBuilder(serving ? "OK" : "not ready");
        for (RoleHealth health : all) {
            health.reasons()
                    .forEach(reason ->
                            text.append('\n').append(health.role()).append(": ").append(reason));
        }
        return HttpResponse.text(serving ? 200 : 503, text.toString());
    }
}
