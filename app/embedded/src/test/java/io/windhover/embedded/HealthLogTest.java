package io.windhover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.production.ProductionRuntime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: each trouble is said once, and its end. Method: look at a list that changes. */
class HealthLogTest {
    @Test
    void eachTroubleIsSaidOnceAndItsEnd() {
        List<String> said = new ArrayList<>();
        List<RoleHealth> now = new ArrayList<>();
        try (ProductionRuntime runtime = ProductionRuntime.start((_, _) -> {})) {
            HealthLog log = new HealthLog(runtime, () -> now, (level, line) -> said.add(level + " " + line));
            now.add(RoleHealth.serving("data", List.of()));
            log.look();
            assertThat(said).isEmpty();
            now.set(0, RoleHealth.serving("data", List.of("a", "b")));
            log.look();
            log.look();
            assertThat(said).containsExactly("WARNING data: a", "WARNING data: b");
            now.set(0, RoleHealth.serving("data", List.of("b")));
            log.look();
            assertThat(said).hasSize(3).last().isEqualTo("INFO over: data: a");
        }
    }
}
