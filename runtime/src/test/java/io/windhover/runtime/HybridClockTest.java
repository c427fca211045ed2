package io.windhover.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windhover.model.DatabaseException;
import io.windhover.model.Timestamp;
import io.windhover.runtime.production.ProductionRuntime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HybridClockTest {
    private final ProductionRuntime runtime = ProductionRuntime.start((fiber, failure) -> {});
    private final HybridClock clock = new HybridClock(runtime);

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    // Goal: no two changes share a time and time never goes back. Method: four fibers take many at once.
    @Test
    void timestampsAscendAndNeverRepeat() {
        Set<Long> given = ConcurrentHashMap.newKeySet();
        AtomicBoolean ascending = new AtomicBoolean(true);
        try (var scope = runtime.scope("clock", java.time.Duration.ofSeconds(30))) {
            for (int i = 0; i < 4; i++) {
                scope.fork("taker", () -> {
                    long last = 0;
                    for (int n = 0; n < 50_000; n++) {
                        long next = clock.next().value();
                        ascending.compareAndSet(true, next > last && given.add(next));
                        last = next;
                    }
                    return last;
                });
            }
            scope.join();
        }
        assertThat(ascending).isTrue();
        assertThat(given).hasSize(200_000);
    }

    // Goal: a restart on a machine whose clock is behind does not give a time twice.
    @Test
    void goesOnAfterTheLastDurableChange() {
        Timestamp last = Timestamp.ofMillis(runtime.epochMs() + 3_600_000);
        HybridClock restarted = new HybridClock(runtime, last);
        assertThat(restarted.newest()).isEqualTo(last);
        assertThat(restarted.next()).isEqualTo(last.plus(1));
    }

    // Goal: a read at a time of the near future is earlier than every later write; a far one is refused.
    @Test
    void namedTimesPushTheClockOnlyALittle() {
        Timestamp soon = Timestamp.ofMillis(runtime.epochMs() + 10_000);
        clock.moveBeyondNamed(soon);
        assertThat(clock.next()).isGreaterThan(soon);
        Timestamp far = Timestamp.ofMillis(runtime.epochMs() + 10 * HybridClock.AHEAD_MS_MAX);
        assertThatThrownBy(() -> clock.moveBeyondNamed(far)).isInstanceOf(DatabaseException.class);
        assertThat(clock.next()).isLessThan(far);
    }
}
