package io.windhover.storm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: what a cluster does not give back is said, and nothing else. Method: counts at and one above their margins. */
class HoldingsTest {
    private static List<String> grown(String name, long before, long after) {
        return new Holdings(Map.of(name, after)).grownSince(new Holdings(Map.of(name, before)));
    }

    @Test
    void eachKindHasItsMargin() {
        assertThat(grown("pulsar topics", 10, 26)).isEmpty();
        assertThat(grown("pulsar topics", 10, 27)).containsExactly("pulsar topics: 27, before the storm 10");
        assertThat(grown("s3 objects", 1_000, 1_100)).isEmpty();
        assertThat(grown("s3 objects", 1_000, 1_101)).hasSize(1);
        assertThat(grown("s3 KB", 1_000, 5_096)).isEmpty();
        assertThat(grown("s3 KB", 1_000, 5_097)).hasSize(1);
        assertThat(grown("data-1 memory MB", 300, 556)).isEmpty();
        assertThat(grown("data-1 memory MB", 300, 557)).hasSize(1);
        assertThat(grown("data-1 memory MB", 600, 900)).isEmpty();
        assertThat(grown("data-1 memory MB", 600, 901)).hasSize(1);
        assertThat(grown("data-1 handles", 190, 318)).isEmpty();
        assertThat(grown("data-1 handles", 190, 319)).hasSize(1);
    }

    @Test
    void keysThatWereNotThereCountAndResultsOfCommandsHaveTheirOwnBound() {
        Holdings before = new Holdings(Map.of("etcd windhover/leader/… keys", 1L));
        Holdings after = new Holdings(
                Map.of("etcd windhover/catalog/segment/… keys", 17L, "etcd windhover/catalog/request/… keys", 8_192L));
        assertThat(after.grownSince(before))
                .containsExactly("etcd windhover/catalog/segment/… keys: 17, before the storm 0");
        assertThat(grown("etcd windhover/catalog/request/… keys", 20, 9_012)).hasSize(1);
    }

    @Test
    void whatCannotBeCountedIsSaidAndWhatWasNotKnownIsNotCompared() {
        Holdings broken = new Holdings(Map.of("not counted: no answer", -1L));
        assertThat(broken.grownSince(Holdings.none())).containsExactly("not counted: no answer");
        assertThat(new Holdings(Map.of("pulsar topics", 99L)).grownSince(broken))
                .isEmpty();
        assertThat(Holdings.none().grownSince(broken)).isEmpty();
        assertThat(grown("data-1 memory MB", 300, -1)).containsExactly("data-1 memory MB: not known");
    }

    @Test
    void figuresAreOfServicesAndOfAllProcessesTogether() {
        Holdings before = new Holdings(Map.of(
                "etcd windhover/a/… keys", 2L, "etcd windhover/b/… keys", 3L, "s3 KB", 7L, "data-1 memory MB", 100L));
        Holdings after = new Holdings(
                Map.of("etcd windhover/a/… keys", 4L, "s3 KB", 8L, "data-1 memory MB", 100L, "data-2 memory MB", 50L));
        assertThat(after.figuresSince(before))
                .isEqualTo(Map.of(
                        "etcd_keys_before", 5L,
                        "etcd_keys_after", 4L,
                        "s3_kb_before", 7L,
                        "s3_kb_after", 8L,
                        "members_memory_mb_before", 100L,
                        "members_memory_mb_after", 150L));
        assertThat(after.figuresSince(Holdings.none())).isEmpty();
    }
}
