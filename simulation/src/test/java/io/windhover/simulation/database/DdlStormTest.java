package io.windhover.simulation.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.simulation.SeedRun;
import io.windhover.simulation.Storm;
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
    private static final long SEEDS = Long.getLong("windhover.seeds", 2);

    private static List<String> failures(DdlStorm storm) {
        List<String> failures = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            SeedRun run = seed == 1 ? SeedRun.twice(storm, seed) : SeedRun.once(storm, seed);
            run.failure().ifPresent(failures::add);
        }
        return failures;
    }

    @Test
    void acknowledgedRowsAndDdlSurviveEverythingAndSpaceIsGivenBack() {
        assertThat(failures(new DdlStorm())).isEmpty();
    }

    @Test
    void failingSlowAndFullDisksAreSurvivedToo() {
        assertThat(failures(new DdlStorm(Storm.Weather.FOUL))).isEmpty();
    }
}
