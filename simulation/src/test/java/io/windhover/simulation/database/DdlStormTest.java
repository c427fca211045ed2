package io.windhover.simulation.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.simulation.SeedRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: the whole database keeps its promises under concurrent DDL, kills and power losses. Method: a few seeds of the
 * storm, one of them twice; {@code -Dwindhover.seeds=N} for more, {@code ./windhover simulate} for many.
 */
@Timeout(600)
class DdlStormTest {
    private static final long SEEDS = Long.getLong("windhover.seeds", 5);

    @Test
    void acknowledgedRowsAndDdlSurviveEverythingAndSpaceIsGivenBack() {
        List<String> failures = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedRun run = seed == 1 ? SeedRun.twice(new DdlStorm(), seed) : SeedRun.once(new DdlStorm(), seed);
            run.failure().ifPresent(failures::add);
        }
        assertThat(failures).isEmpty();
    }
}
