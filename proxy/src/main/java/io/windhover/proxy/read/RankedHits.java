package io.windhover.proxy.read;

import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.ShardHits;
import io.windhover.proxy.request.Ranker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;

/** The hits of one or several searches as a ranker orders and scores them. */
final class RankedHits {
    private final List<Searches.Planned> searches;
    private final List<ShardHits> answers;
    private final Ranker ranker;
    private final Cut cut;
    private final ShardHits all;

    private RankedHits(List<Searches.Planned> searches, List<ShardHits> answers, Ranker ranker, Cut cut) {
        this.searches = searches;
        this.answers = answers;
        this.ranker = ranker;
        this.cut = cut;
        this.all = HitLists.concat(answers);
    }

    /**
     * The hits kept of a query.
     *
     * @param offset     hits left out before; groups, where the searches group
     * @param limit      hits kept; groups, where the searches group
     * @param groupScore how the scores of its hits become the score of a group
     */
    record Cut(long offset, long limit, Ranker.Merge groupScore) {}

    /**
     * Ranks.
     *
     * @param searches of one collection, with the same number of queries and the same grouping
     * @param answers  the hits of each search
     * @return the hits of each query, with the ranker's scores; groups one after the other, best first
     */
    static ShardHits of(List<Searches.Planned> searches, List<ShardHits> answers, Ranker ranker, Cut cut) {
        return new RankedHits(searches, answers, ranker, cut).ranked();
    }

    private ShardHits ranked() {
        IntToDoubleFunction factors =
                Rankers.factors(ranker, searches.getFirst().collection().schema(), all);
        int[] counts = new int[answers.getFirst().hitCounts().length];
        List<Ranking.Fused> kept = new ArrayList<>();
        int[] from = new int[answers.size()];
        for (int query = 0; query < counts.length; query++) {
            List<Ranking.HitList> lists = lists(query, from);
            List<Ranking.Fused> fused = Ranking.fuse(lists, all.keys(), all.scores(), ranker, factors);
            List<Ranking.Fused> best = best(fused, Ranking.isSmallerFirst(ranker, lists));
            counts[query] = best.size();
            kept.addAll(best);
        }
        return scored(kept, counts);
    }

    /** Returns the lists of one query and moves {@code from}, where it begins in each answer, to the next. */
    private List<Ranking.HitList> lists(int query, int[] from) {
        List<Ranking.HitList> lists = new ArrayList<>();
        int base = 0;
        for (int i = 0; i < answers.size(); i++) {
            int count = answers.get(i).hitCounts()[query];
            String metric = searches.get(i).plan().params().metric();
            lists.add(new Ranking.HitList(base + from[i], base + from[i] + count, metric));
            from[i] += count;
            base += answers.get(i).scores().length;
        }
        return lists;
    }

    private List<Ranking.Fused> best(List<Ranking.Fused> fused, boolean smallerFirst) {
        Optional<SearchParams.Grouping> grouping =
                searches.getFirst().plan().params().grouping();
        if (grouping.isEmpty()) {
            return fused.stream().skip(cut.offset()).limit(cut.limit()).toList();
        }
        return groups(fused, grouping.get(), smallerFirst)
                .skip(cut.offset())
                .limit(cut.limit())
                .filter(group -> !grouping.get().strict()
                        || group.size() == grouping.get().size())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns groups by score, equal scores by size, then by the key of the best hit. */
    private Stream<List<Ranking.Fused>> groups(
            List<Ranking.Fused> fused, SearchParams.Grouping grouping, boolean smallerFirst) {
        FieldColumn values = all.groups().orElseThrow();
        Comparator<List<Ranking.Fused>> byScore = Comparator.comparingDouble(this::score);
        Comparator<List<Ranking.Fused>> bySize = Comparator.comparingInt(List::size);
        return HitGroups.of(fused, Ranking.Fused::row, values, grouping.size()).stream()
                .sorted((smallerFirst ? byScore : byScore.reversed())
                        .thenComparing(bySize.reversed())
                        .thenComparing((a, b) -> PrimaryKeys.compare(
                                all.keys(),
                                a.getFirst().row(),
                                all.keys(),
                                b.getFirst().row())));
    }

    private double score(List<Ranking.Fused> group) {
        double sum = group.stream().mapToDouble(Ranking.Fused::score).sum();
        return switch (cut.groupScore()) {
            case MAX -> group.getFirst().score();
            case AVG -> sum / group.size();
            case SUM -> sum;
        };
    }

    private ShardHits scored(List<Ranking.Fused> kept, int[] counts) {
        int[] rows = kept.stream().mapToInt(Ranking.Fused::row).toArray();
        ShardHits chosen = HitLists.select(all, rows, counts);
        for (int i = 0; i < rows.length; i++) {
            chosen.scores()[i] = (float) kept.get(i).score();
        }
        return chosen;
    }
}
