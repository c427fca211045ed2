package io.windhover.proxy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.windhover.model.row.PrimaryKeys;
import io.windhover.proxy.request.HybridSearchRequest.Ranker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: fused scores are those of the formulas. Method: two small lists, sums by hand. */
class RankingTest {
    private static final PrimaryKeys KEYS = new PrimaryKeys.LongKeys(new long[] {10, 20, 30, 20, 40});
    private static final float[] SCORES = {0.9f, 0.8f, 0.7f, 5f, 3f};
    private static final List<Ranking.HitList> LISTS =
            List.of(new Ranking.HitList(0, 3, "COSINE"), new Ranking.HitList(3, 5, "IP"));

    @Test
    void reciprocalRanksAreSummed() {
        List<Ranking.Fused> fused = Ranking.fuse(LISTS, KEYS, SCORES, new Ranker.Rrf(60));
        assertThat(fused.getFirst().row()).isEqualTo(1);
        assertThat(fused.getFirst().score()).isCloseTo(1.0 / 62 + 1.0 / 61, within(1e-12));
        assertThat(fused.stream().map(Ranking.Fused::row)).containsExactly(1, 0, 4, 2);
    }

    @Test
    void weightedScoresAreNormalisedByMetric() {
        List<Ranking.Fused> fused = Ranking.fuse(LISTS, KEYS, SCORES, new Ranker.Weighted(List.of(0.5, 1.0), true));
        double both = 0.5 * 0.9 + 0.5 + Math.atan(5) / Math.PI;
        assertThat(fused.getFirst().row()).isEqualTo(1);
        assertThat(fused.getFirst().score()).isCloseTo(both, within(1e-6));
    }

    @Test
    void equalScoresAreOrderedByKey() {
        List<Ranking.HitList> lists = List.of(new Ranking.HitList(0, 1, "L2"), new Ranking.HitList(1, 2, "L2"));
        PrimaryKeys keys = new PrimaryKeys.LongKeys(new long[] {9, 3});
        List<Ranking.Fused> fused = Ranking.fuse(lists, keys, new float[] {1, 1}, new Ranker.Rrf(60));
        assertThat(fused.stream().map(Ranking.Fused::row)).containsExactly(1, 0);
    }
}
