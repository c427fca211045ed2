package io.windhover.simulation.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: a check that never fails is none, so the storms must notice bugs. Method: some deliberate bugs of every kind, one
 * at a time, until a seed finds them; {@code ./windhover simulate --mutants} runs all.
 */
@Timeout(600)
class MutationTest {
    private static final int SEEDS = 10;

    @ParameterizedTest
    @EnumSource(
            names = {
                "LOG_IS_NOT_FORCED",
                "FILES_ARE_KEPT",
                "PROXY_CACHE_IS_STALE",
                "DROPS_LOOK_AT_NEIGHBOURS",
                "FLUSH_FORGETS_SEGMENT",
                "WRITES_ACT_TWICE",
                "READERS_COVER_TOO_MUCH",
                "ALIAS_MOVES_IN_TWO_STEPS",
                "PARTITION_IDS_COME_AGAIN",
                "REQUEST_IDS_ARE_IGNORED",
                "WITNESSES_ARE_NOT_ASKED",
                "UNANSWERED_WRITES_COUNT"
            })
    void stormFindsDeliberateBug(Mutation mutation) {
        MutationRuns.Result result = new MutationRuns(SEEDS, false, (run, title) -> {}).run(mutation);
        assertThat(result.found()).as(mutation.sentence()).isNotEmpty();
    }
}
