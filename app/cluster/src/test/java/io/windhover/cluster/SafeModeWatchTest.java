package io.windhover.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.role.Lack;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.metrics.Labels;
import io.windhover.runtime.metrics.Metrics;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: safe mode is told. Method: a health that changes, its lines and gauges. */
class SafeModeWatchTest {
    private volatile RoleHealth now = RoleHealth.serving("data", List.of("an index cannot be built"));

    @Test
    void eachChangeIsSaidOnceAndMeasured() {
        // Goal: one line when entered, changed and left; the gauge of each lack. Method: through all transitions.
        Simulation.run(1, Duration.ofMinutes(1), simulation -> {
            Runtime runtime = simulation.world().runtime();
            List<String> lines = new ArrayList<>();
            SafeModeWatch watch = new SafeModeWatch(
                    runtime, List.of("data"), () -> List.of(now), (level, line) -> lines.add(level + " " + line));
            runtime.sleep(Duration.ofSeconds(3));
            assertThat(lines).isEmpty();
            now = new RoleHealth("data", RoleHealth.State.SAFE_MODE, List.of("no \"log\""), List.of(Lack.LOG));
            runtime.sleep(Duration.ofSeconds(3));
            assertThat(level(runtime, "log")).isEqualTo(1);
            assertThat(level(runtime, "objects")).isZero();
            now = new RoleHealth("data", RoleHealth.State.SERVING, List.of(), List.of(Lack.OBJECTS, Lack.COORDINATOR));
            runtime.sleep(Duration.ofSeconds(3));
            now = RoleHealth.serving("data", List.of());
            runtime.sleep(Duration.ofSeconds(3));
            assertThat(level(runtime, "objects")).isZero();
            watch.close();
            assertThat(lines)
                    .containsExactly(
                            "WARNING safe mode entered role=data lacks=LOG answers=false reasons=\"no 'log'\"",
                            "WARNING safe mode changed role=data lacks=COORDINATOR,OBJECTS answers=true reasons=\"\"",
                            "INFO safe mode left role=data seconds=6");
        });
    }

    private static double level(Runtime runtime, String lack) {
        return runtime.metrics().families().stream()
                .filter(family -> family.name().equals("windhover_safe_mode"))
                .flatMap(family -> family.series().stream())
                .filter(series -> series.labels().equals(Labels.of("role", "data", "lack", lack)))
                .map(series -> ((Metrics.Reading.Level) series.reading()).value())
                .findFirst()
                .orElseThrow();
    }
}
