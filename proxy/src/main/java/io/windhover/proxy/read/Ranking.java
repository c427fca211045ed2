package io.windhover.proxy.read;

import io.windhover.model.row.PrimaryKeys;
import io.windhover.proxy.request.Ranker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Makes one list out of one or several lists of hits of one query.
 *
 * @see <a href="https://doi.org/10.1145/1571941.1572114">Cormack, Clarke, Büttcher 2009, reciprocal rank fusion</a>
 */
final class Ranking {
    private Ranking() {}

    /** One list: rows {@code from} to {@code to} of all hits, best first, scored by {@code metric}. */
    record HitList(int from, int to, String metric) {
        boolean smallerIsNearer() {
            return Scores.smallerIsNearer(metric);
        }
    }

    /** A hit of the fused list: a row (its first occurrence) and its fused score. */
    record Fused(int row, double score) {}

    /** The scores of one key in the lists so far. */
    private record Merged(int row, double sum, double max, int count) {
        Merged with(Merged other) {
            return new Merged(row, sum + other.sum, Math.max(max, other.max), count + other.count);
        }

        double score(Ranker.Merge merge) {
            return switch (merge) {
                case MAX -> max;
                case AVG -> sum / count;
                case SUM -> sum;
            };
        }
    }

    /**
     * Fuses lists, best first; equal scores are ordered by key.
     *
     * @param factors what the fused score of a row is multiplied with
     */
    static List<Fused> fuse(
            List<HitList> lists, PrimaryKeys keys, float[] scores, Ranker ranker, IntToDoubleFunction factors) {
        boolean alike = lists.stream().map(HitList::smallerIsNearer).distinct().count() == 1;
        Map<Object, Merged> byKey = new LinkedHashMap<>();
        for (int list = 0; list < lists.size(); list++) {
            HitList hits = lists.get(list);
            for (int row = hits.from(); row < hits.to(); row++) {
                double part = part(ranker, list, row - hits.from() + 1, hits.metric(), scores[row], alike);
                byKey.merge(keys.at(row), new Merged(row, part, part, 1), Merged::with);
            }
        }
        Ranker.Merge merge = ranker instanceof Ranker.Decay decay ? decay.merge() : Ranker.Merge.SUM;
        List<Fused> fused = new ArrayList<>();
        for (Merged merged : byKey.values()) {
            fused.add(new Fused(merged.row(), merged.score(merge) * factors.applyAsDouble(merged.row())));
        }
        boolean smallerFirst = isSmallerFirst(ranker, lists);
        fused.sort((a, b) -> {
            int ascending = Double.compare(a.score(), b.score());
            int nearer = smallerFirst ? ascending : -ascending;
            return nearer != 0 ? nearer : PrimaryKeys.compare(keys, a.row(), keys, b.row());
        });
        return fused;
    }

    /** Returns what one hit of one list, of a rank from 1, adds to the score of its key. */
    private static double part(Ranker ranker, int list, int rank, String metric, float score, boolean alike) {
        return switch (ranker) {
            case Ranker.Rrf rrf -> 1 / (rrf.k() + rank);
            case Ranker.Weighted weighted -> weighted.weights().get(list) * score(weighted, metric, score, alike);
            case Ranker.Decay decay ->
                decay.normalised() ? Scores.normalised(metric, score) : Scores.greater(metric, score);
        };
    }

    private static double score(Ranker.Weighted weighted, String metric, float score, boolean alike) {
        if (weighted.normalised()) {
            return Scores.normalised(metric, score);
        }
        return alike ? score : Scores.greater(metric, score);
    }

    /** Tells whether the smallest fused score is the best one. */
    static boolean isSmallerFirst(Ranker ranker, List<HitList> lists) {
        return ranker instanceof Ranker.Weighted weighted
                && !weighted.normalised()
                && lists.stream().allMatch(HitList::smallerIsNearer);
    }
}
