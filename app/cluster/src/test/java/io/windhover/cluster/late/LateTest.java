package io.windhover.cluster.late;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Goal: a store that is away at the start is no reason not to start. Method: one that opens later, in simulated time. */
class LateTest {
    @Test
    void whatIsNotThereYetIsRefusedWithTheReasonAndThereLater() {
        // Goal: bounded waiting, the reason, and the end. Method: open after a while; close what was opened.
        Simulation.run(1, Duration.ofMinutes(1), simulation -> {
            Runtime runtime = simulation.world().runtime();
            AtomicBoolean isThere = new AtomicBoolean();
            List<String> closed = new ArrayList<>();
            try (Late<String> late = new Late<>(runtime, "store of tests", () -> opened(isThere.get()), closed::add)) {
                assertThatThrownBy(late::require).isInstanceOfSatisfying(DatabaseException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
                    assertThat(refused).hasMessageContaining("store of tests").hasMessageContaining("nobody answers");
                });
                isThere.set(true);
                assertThat(late.require()).isEqualTo("store");
            }
            assertThat(closed).containsExactly("store");
        });
    }

    private static String opened(boolean isThere) {
        if (!isThere) {
            throw new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "nobody answers");
        }
        return "store";
    }
}
