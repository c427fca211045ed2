package io.windhover.proxy.read;

import io.windhover.model.row.PrimaryKeys;
import io.windhover.proxy.request.HybridSearchRequest.Ranker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one list out of several lists of hits of one query.
 *
 * @see <a href="https://doi.org/10.1145/1571941.1572114">Cormack, Clarke, Büttcher 2009, reciprocal rank fusion</a>
 */
final class Ranking {
    private Ranking() {}

    /** One list: rows {@code from} to {@code to} of all hits, best first, scored by {@code metric}. */
    record HitList(int from, int to, String metric) {}

    /** A hit of the fused list: a row (its first occurrence) and its fused score, greater is nearer. */
    record Fused(int row, double score) {}

    /** Fuses lists; equal scores are ordered by key. */
    static List<Fused> fuse(List<HitList> lists, PrimaryKeys keys, float[] scores, Ranker ranker) {
        Map<Object, Fused> byKey = new LinkedHashMap<>();
        for (int list = 0; list < lists.size(); list++) {
            HitList hits = lists.get(list);
            for (int row = hits.from(); row < hits.to(); row++) {
                double part = contribution(ranker, list, hits, row, scores[row]);
                byKey.merge(keys.at(row), new Fused(row, part), (a, b) -> new Fused(a.row(), a.score() + b.score()));
            }
        }
        List<Fused> fused = new ArrayList<>(byKey.values());
        fused.sort((a, b) -> {
            int byScore = Double.compare(b.score(), a.score());
            return byScore != 0 ? byScore : PrimaryKeys.compare(keys, a.row(), keys, b.row());
        });
        return fused;
    }

    private static double contribution(Ranker ranker, int list, HitList hits, int row, float score) {
        return switch (ranker) {
            case Ranker.Rrf rrf -> 1 / (rrf.k() + (row - hits.from()) + 1);
            case Ranker.Weighted weighted ->
                weighted.weights().get(list)
                        * (weighted.normalised() ? Scores.normalised(hits.metric(), score) : score);
        };
    }
}
