package io.windhover.server.management;

import io.windhover.server.transport.HttpRequest;
import io.windhover.server.transport.HttpResponse;
import io.windhover.server.transport.HttpService;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Answers {@code /healthz}, {@code /livez} and {@code /metrics}. */
public final class Management implements HttpService {
    private final ServerMetrics metrics;
    private final BooleanSupplier healthy;

    /**
     * @param metrics what is scraped
     * @param healthy whether requests are answered now
     */
    public Management(ServerMetrics metrics, BooleanSupplier healthy) {
        this.metrics = metrics;
        this.healthy = healthy;
    }

    @Override
    public HttpResponse answer(HttpRequest request) {
        return switch (request.path()) {
            case "/livez" -> HttpResponse.text(200, "OK");
            case "/healthz", "/management/check/ready" ->
                healthy.getAsBoolean() ? HttpResponse.text(200, "OK") : HttpResponse.text(503, "not ready");
            case "/metrics", "/metrics_default" ->
                new HttpResponse(
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        metrics.scrape().getBytes(StandardCharsets.UTF_8),
                        Map.of());
            default -> HttpResponse.text(404, "nothing at " + request.path() + "\n");
        };
    }
}
