package io.windhover.proxy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.windhover.model.row.PrimaryKeys;
import io.windhover.proxy.request.Ranker;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Goal: fused scores are those of the formulas. Method: two small lists, sums by hand. */
class RankingTest {
    private static final PrimaryKeys KEYS = new PrimaryKeys.LongKeys(new long[] {10, 20, 30, 20, 40});
    private static final float[] SCORES = {0.9f, 0.8f, 0.7f, 5f, 3f};
    private static final List<Ranking.HitList> LISTS =
            List.of(new Ranking.HitList(0, 3, "COSINE"), new Ranking.HitList(3, 5, "IP"));
    private static final IntToDoubleFunction UNCHANGED = row -> 1;

    @Test
    void reciprocalRanksAreSummed() {
        List<Ranking.Fused> fused = Ranking.fuse(LISTS, KEYS, SCORES, new Ranker.Rrf(60), UNCHANGED);
        assertThat(fused.getFirst().row()).isEqualTo(1);
        assertThat(fused.getFirst().score()).isCloseTo(1.0 / 62 + 1.0 / 61, within(1e-12));
        assertThat(fused.stream().map(Ranking.Fused::row)).containsExactly(1, 0, 4, 2);
    }

    @Test
    void weightedScoresAreNormalisedByMetric() {
        List<Ranking.Fused> fused =
                Ranking.fuse(LISTS, KEYS, SCORES, new Ranker.Weighted(List.of(0.5, 1.0), true), UNCHANGED);
        double both = 0.5 * 0.9 + 0.5 + Math.atan(5) / Math.PI;
        assertThat(fused.getFirst().row()).isEqualTo(1);
        assertThat(fused.getFirst().score()).isCloseTo(both, within(1e-6));
    }

    @Test
    void equalScoresAreOrderedByKey() {
        List<Ranking.HitList> lists = List.of(new Ranking.HitList(0, 1, "L2"), new Ranking.HitList(1, 2, "L2"));
        PrimaryKeys keys = new PrimaryKeys.LongKeys(new long[] {9, 3});
        List<Ranking.Fused> fused = Ranking.fuse(lists, keys, new float[] {1, 1}, new Ranker.Rrf(60), UNCHANGED);
        assertThat(fused.stream().map(Ranking.Fused::row)).containsExactly(1, 0);
    }

    @Test
    void weightedDistancesStayDistances() {
        List<Ranking.HitList> lists = List.of(new Ranking.HitList(0, 1, "L2"), new Ranking.HitList(1, 2, "L2"));
        PrimaryKeys keys = new PrimaryKeys.LongKeys(new long[] {9, 3});
        List<Ranking.Fused> fused = Ranking.fuse(
                lists, keys, new float[] {4, 2}, new Ranker.Weighted(List.of(0.5, 0.75), false), UNCHANGED);
        assertThat(fused).containsExactly(new Ranking.Fused(1, 1.5), new Ranking.Fused(0, 2));
    }

    @Test
    void weightedDistancesAmongProductsAreTurnedAround() {
        List<Ranking.HitList> lists = List.of(new Ranking.HitList(0, 1, "L2"), new Ranking.HitList(1, 2, "IP"));
        PrimaryKeys keys = new PrimaryKeys.LongKeys(new long[] {9, 3});
        List<Ranking.Fused> fused =
                Ranking.fuse(lists, keys, new float[] {1, 7}, new Ranker.Weighted(List.of(1.0, 1.0), false), UNCHANGED);
        assertThat(fused.stream().map(Ranking.Fused::row)).containsExactly(1, 0);
        assertThat(fused.get(1).score()).isCloseTo(0.5, within(1e-12));
    }

    private static Ranker.Decay decay(Ranker.Curve curve, Ranker.Merge merge) {
        return new Ranker.Decay("year", curve, 100, 10, 5, 0.25, merge, false);
    }

    @Test
    void mergedScoresAreMultipliedWithTheFactor() {
        IntToDoubleFunction factors = row -> row == 1 ? 0.5 : 1;
        for (Ranker.Merge merge : Ranker.Merge.values()) {
            double both = switch (merge) {
                case MAX -> 5;
                case AVG -> (0.8f + 5) / 2.0;
                case SUM -> 0.8f + 5.0;
            };
            List<Ranking.Fused> fused = Ranking.fuse(LISTS, KEYS, SCORES, decay(Ranker.Curve.EXP, merge), factors);
            double ofRowOne = fused.stream()
                    .filter(hit -> hit.row() == 1)
                    .findFirst()
                    .orElseThrow()
                    .score();
            assertThat(ofRowOne).isCloseTo(both / 2, within(1e-6));
            assertThat(fused.getFirst().row()).isEqualTo(4);
        }
    }

    @Test
    void everyCurveIsOneWithinTheOffsetAndItsDecayAtTheScale() {
        for (Ranker.Curve curve : Ranker.Curve.values()) {
            Ranker.Decay decay = decay(curve, Ranker.Merge.MAX);
            assertThat(Rankers.factor(decay, 95)).isEqualTo(1);
            assertThat(Rankers.factor(decay, 104.9)).isEqualTo(1);
            assertThat(Rankers.factor(decay, 115)).as("%s", curve).isCloseTo(0.25, within(1e-12));
            assertThat(Rankers.factor(decay, 85)).as("%s", curve).isCloseTo(0.25, within(1e-12));
        }
    }

    @Test
    void curvesFallAsTheirFormulas() {
        assertThat(Rankers.factor(decay(Ranker.Curve.GAUSS, Ranker.Merge.MAX), 125))
                .isCloseTo(Math.pow(0.25, 4), within(1e-12));
        assertThat(Rankers.factor(decay(Ranker.Curve.EXP, Ranker.Merge.MAX), 125))
                .isCloseTo(Math.pow(0.25, 2), within(1e-12));
        assertThat(Rankers.factor(decay(Ranker.Curve.LINEAR, Ranker.Merge.MAX), 110))
                .isCloseTo(1 - 0.75 / 2, within(1e-12));
        assertThat(Rankers.factor(decay(Ranker.Curve.LINEAR, Ranker.Merge.MAX), 1000))
                .isZero();
    }
}
