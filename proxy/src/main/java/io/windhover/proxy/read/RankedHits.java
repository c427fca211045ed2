package io.windhover.proxy.read;

import io.windhover.model.search.ShardHits;
import io.windhover.proxy.request.Ranker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The hits of one or several searches as a ranker orders and scores them. */
final class RankedHits {
    private RankedHits() {}

    /** Hits left out of each query, and hits kept after them. */
    record Window(long offset, long limit) {}

    /**
     * Ranks.
     *
     * @param searches of one collection, with the same number of queries
     * @param answers  the hits of each search
     * @return the hits of each query, with the ranker's scores
     */
    static ShardHits of(List<Searches.Planned> searches, List<ShardHits> answers, Ranker ranker, Window window) {
        ShardHits all = HitLists.concat(answers);
        IntToDoubleFunction factors =
                Rankers.factors(ranker, searches.getFirst().collection().schema(), all);
        int[] counts = new int[answers.getFirst().hitCounts().length];
        List<Ranking.Fused> kept = new ArrayList<>();
        int[] from = new int[answers.size()];
        for (int query = 0; query < counts.length; query++) {
            List<Ranking.HitList> lists = new ArrayList<>();
            int base = 0;
            for (int i = 0; i < answers.size(); i++) {
                int count = answers.get(i).hitCounts()[query];
                String metric = searches.get(i).plan().params().metric();
                lists.add(new Ranking.HitList(base + from[i], base + from[i] + count, metric));
                from[i] += count;
                base += answers.get(i).scores().length;
            }
            List<Ranking.Fused> best = Ranking.fuse(lists, all.keys(), all.scores(), ranker, factors).stream()
                    .skip(window.offset())
                    .limit(window.limit())
                    .toList();
            counts[query] = best.size();
            kept.addAll(best);
        }
        return scored(all, kept, counts);
    }

    private static ShardHits scored(ShardHits all, List<Ranking.Fused> kept, int[] counts) {
        int[] rows = kept.stream().mapToInt(Ranking.Fused::row).toArray();
        ShardHits chosen = HitLists.select(all, rows, counts);
        for (int i = 0; i < rows.length; i++) {
            chosen.scores()[i] = (float) kept.get(i).score();
        }
        return chosen;
    }
}
