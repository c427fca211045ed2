package io.windhover.server.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.server.transport.HttpRequest;
import io.windhover.server.transport.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Goal: what operators see is what is so. Method: ask the service itself, with every state of the roles. */
class ManagementTest {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicReference<List<RoleHealth>> roles = new AtomicReference<>(List.of());

    private HttpResponse health() {
        return ask("/healthz", Map.of());
    }

    private HttpResponse ask(String path, Map<String, String> headers) {
        try (ServerMetrics metrics = new ServerMetrics(new Metrics())) {
            return new Management(metrics, open::get, roles::get)
                    .answer(new HttpRequest("GET", path, Map.of(), headers, new byte[0]));
        }
    }

    private static String text(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void healthIsOkWhenAllIsWell() {
        roles.set(List.of(RoleHealth.serving("coordinator", List.of()), RoleHealth.serving("data", List.of())));
        assertThat(health().status()).isEqualTo(200);
        assertThat(text(health())).isEqualTo("OK");
    }

    @Test
    void whatAServingRoleCouldNotDoIsToldBelowTheOk() {
        roles.set(List.of(RoleHealth.serving("data", List.of("index 7 of segment 9: damaged"))));
        assertThat(health().status()).isEqualTo(200);
        assertThat(text(health())).isEqualTo("OK\ndata: index 7 of segment 9: damaged");
    }

    @Test
    void safeModeAndStopAreNotReady() {
        for (RoleHealth.State state : List.of(RoleHealth.State.SAFE_MODE, RoleHealth.State.STOPPED)) {
            roles.set(List.of(new RoleHealth("coordinator", state, List.of("why"))));
            assertThat(health().status()).isEqualTo(503);
            assertThat(text(health())).isEqualTo("not ready\ncoordinator: why");
        }
        roles.set(List.of());
        open.set(false);
        assertThat(health().status()).isEqualTo(503);
    }

    @Test
    void theProcessIsAliveInSafeModeAndSaysWhoIsNotWell() {
        roles.set(List.of(new RoleHealth("data", RoleHealth.State.SAFE_MODE, List.of("disk full"))));
        assertThat(ask("/livez", Map.of()).status()).isEqualTo(200);
        assertThat(text(ask("/livez", Map.of()))).isEqualTo("OK\ndata: disk full");
        roles.set(List.of(new RoleHealth("query", RoleHealth.State.STOPPED, List.of())));
        assertThat(text(health())).isEqualTo("not ready\nquery: stopped");
    }

    @Test
    void healthIsJsonWhenAskedFor() {
        roles.set(List.of(
                RoleHealth.serving("coordinator", List.of()),
                new RoleHealth("data", RoleHealth.State.SAFE_MODE, List.of("say \"full\""), List.of(Lack.DISK))));
        HttpResponse response = ask("/healthz", Map.of("accept", "application/json"));
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.contentType()).startsWith("application/json");
        assertThat(text(response))
                .isEqualTo(
                        "{\"state\":\"not ready\",\"detail\":["
                                + "{\"name\":\"coordinator\",\"code\":1,\"state\":\"serving\",\"reasons\":[]},"
                                + "{\"name\":\"data\",\"code\":2,\"state\":\"safe mode\",\"reasons\":[\"say \\\"full\\\"\"],\"lacks\":[\"DISK\"]}]}");
    }

    @Test
    void metricsAreWrittenInPrometheusFormat() {
        Metrics metrics = new Metrics();
        metrics.counter("a_total", "counts\nthings", Labels.of("kind", "say \"x\" \\"))
                .add(3);
        metrics.histogram("h_seconds", "times", new double[] {0.5, 1}, Labels.of("role", "data"))
                .observe(0.75);
        metrics.gauge("level", "a level", Labels.NONE, () -> 2.5);
        assertThat(PrometheusText.of(metrics.families())).isEqualTo("""
                # HELP a_total counts\\nthings
                # TYPE a_total counter
                a_total{kind="say \\"x\\" \\\\"} 3
                # HELP h_seconds times
                # TYPE h_seconds histogram
                h_seconds_bucket{role="data",le="0.5"} 0
                h_seconds_bucket{role="data",le="1"} 1
                h_seconds_bucket{role="data",le="+Inf"} 1
                h_seconds_sum{role="data"} 0.75
                h_seconds_count{role="data"} 1
                # HELP level a level
                # TYPE level gauge
                level 2.5
                """);
    }
}
