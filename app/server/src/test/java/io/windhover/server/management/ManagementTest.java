package io.windhover.server.management;

import static org.assertj.core.api.Assertions.assertThat;

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
        try (ServerMetrics metrics = new ServerMetrics(new Metrics())) {
            return new Management(metrics, open::get, roles::get)
                    .answer(new HttpRequest("GET", "/healthz", Map.of(), Map.of(), new byte[0]));
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
