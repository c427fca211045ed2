package io.windhover.node.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.windhover.model.CollectionId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: nobody is served twice while another waits. Method: a circle of three. */
class TurnsTest {
    private static final List<Long> ALL = List.of(3L, 3L, 5L, 9L);

    private static List<Long> inTurn(Turns turns) {
        return turns.inTurn(ALL, CollectionId::new);
    }

    @Test
    void theCircleBeginsBehindTheLastServed() {
        Turns turns = new Turns();
        assertThat(inTurn(turns)).containsExactly(3L, 3L, 5L, 9L);
        turns.served(new CollectionId(3));
        assertThat(inTurn(turns)).containsExactly(5L, 9L, 3L, 3L);
        turns.served(new CollectionId(9));
        assertThat(inTurn(turns)).containsExactly(3L, 3L, 5L, 9L);
        turns.served(new CollectionId(4));
        assertThat(inTurn(turns)).containsExactly(5L, 9L, 3L, 3L);
    }
}
