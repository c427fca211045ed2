package io.windhover.storm.play;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Goal: nobody gives up on what gets on. Method: waits of given lengths. */
class PatienceTest {
    @Test
    void itLastsAsLongAsLessIsLeft() {
        Patience patience = new Patience(10, 100);
        for (int step = 1; step < 50; step++) {
            assertThat(patience.isOver(1_000 - step, 100 + 10L * step)).isFalse();
        }
    }

    @Test
    void itIsOverWhenNothingGetsLess() {
        Patience patience = new Patience(10, 100);
        assertThat(patience.isOver(5, 105)).isFalse();
        assertThat(patience.isOver(6, 115)).isFalse();
        assertThat(patience.isOver(5, 116)).isTrue();
    }
}
