package io.windhover.segment.search;

import io.windhover.index.vector.Hits;
import io.windhover.index.vector.TopHits;
import io.windhover.model.Timestamp;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.segment.rows.Gather;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.RowPicks;
import io.windhover.segment.rows.SegmentView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes one list a query out of the hits of many segments: best score first, equal scores by primary key, each key once
 * (its best row), and with grouping at most so many of one value; then fetches the fields of the winners only.
 */
final class HitsMerger {
    private final List<SegmentHits> segments;
    private final SearchParams params;
    private final boolean largerNearer;
    private final KeyColumn[] keys;
    private final Optional<GroupValues[]> groups;

    private HitsMerger(List<SegmentHits> segments, CollectionSchema schema, SearchParams params) {
        this.segments = segments;
        this.params = params;
        this.largerNearer = Scores.isLargerNearer(params.metric());
        this.keys =
                segments.stream().map(hits -> new KeyColumn(hits.view().keys())).toArray(KeyColumn[]::new);
        this.groups = params.grouping().map(grouping -> {
            FieldSchema field = schema.field(grouping.field()).orElseThrow();
            return segments.stream()
                    .map(hits -> new GroupValues(hits.view().column(field)))
                    .toArray(GroupValues[]::new);
        });
    }

    /** Merges and fetches. */
    static ShardHits merge(List<SegmentHits> segments, CollectionSchema schema, SearchPlan plan, Timestamp readAt) {
        HitsMerger merger = new HitsMerger(segments, schema, plan.params());
        int queries = plan.queries().rowCount();
        int[] counts = new int[queries];
        Winners winners = new Winners();
        for (int query = 0; query < queries; query++) {
            counts[query] = merger.merge(query, winners);
        }
        List<SegmentView> views = segments.stream().map(SegmentHits::view).toList();
        RowPicks picks = new RowPicks(
                views, Arrays.copyOf(winners.sources, winners.count), Arrays.copyOf(winners.rows, winners.count));
        RowBatch rows = Gather.rows(picks, schema, plan.outputFields());
        Optional<FieldColumn> groupColumn = plan.params()
                .grouping()
                .map(grouping ->
                        Gather.column(picks, schema.field(grouping.field()).orElseThrow()));
        return new ShardHits(
                counts,
                picks.keys(schema.primaryKey()),
                Arrays.copyOf(winners.scores, winners.count),
                rows,
                groupColumn,
                readAt);
    }

    /** The winners of all queries so far. */
    private static final class Winners {
        private int[] sources = new int[64];
        private int[] rows = new int[64];
        private float[] scores = new float[64];
        private int count;

        void add(int source, int row, float score) {
            if (count == rows.length) {
                sources = Arrays.copyOf(sources, 2 * count);
                rows = Arrays.copyOf(rows, 2 * count);
                scores = Arrays.copyOf(scores, 2 * count);
            }
            sources[count] = source;
            rows[count] = row;
            scores[count++] = score;
        }
    }

    /** The hits of one query of all segments, one after the other. */
    private record Candidates(int[] sources, int[] rows, float[] scores) {}

    private Candidates candidates(int query) {
        int count = 0;
        for (SegmentHits segment : segments) {
            count += segment.queries().get(query).count();
        }
        Candidates all = new Candidates(new int[count], new int[count], new float[count]);
        int next = 0;
        for (int source = 0; source < segments.size(); source++) {
            Hits hits = segments.get(source).queries().get(query);
            Arrays.fill(all.sources, next, next + hits.count(), source);
            System.arraycopy(hits.rows(), 0, all.rows, next, hits.count());
            System.arraycopy(hits.scores(), 0, all.scores, next, hits.count());
            next += hits.count();
        }
        return all;
    }

    /** Adds the winners of one query and returns how many they are. */
    private int merge(int query, Winners winners) {
        Candidates all = candidates(query);
        int[] order = ordered(all);
        KeysSeen seen = new KeysSeen(keys, all.sources, all.rows);
        GroupedSearch.GroupFill fill = new GroupedSearch.GroupFill(
                params.topK(),
                params.grouping().map(SearchParams.Grouping::size).orElse(1));
        int before = winners.count;
        for (int candidate : order) {
            if (groups.isEmpty() && winners.count - before == params.topK()) {
                break;
            }
            if (seen.isNew(candidate) && isWanted(all, candidate, fill)) {
                winners.add(all.sources[candidate], all.rows[candidate], all.scores[candidate]);
            }
        }
        return winners.count - before;
    }

    private boolean isWanted(Candidates all, int candidate, GroupedSearch.GroupFill fill) {
        return groups.isEmpty() || fill.take(groups.get()[all.sources[candidate]].of(all.rows[candidate]));
    }

    /** Returns the candidates best first, equal scores by key. */
    private int[] ordered(Candidates all) {
        int count = all.scores.length;
        long[] packed = new long[count];
        for (int i = 0; i < count; i++) {
            packed[i] = TopHits.pack(largerNearer ? -all.scores[i] : all.scores[i], i);
        }
        Arrays.sort(packed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) packed[i];
        }
        for (int from = 0; from < count; ) {
            int to = from + 1;
            while (to < count && packed[to] >> 32 == packed[from] >> 32) {
                to++;
            }
            sortByKey(all, order, from, to);
            from = to;
        }
        return order;
    }

    private void sortByKey(Candidates all, int[] order, int from, int to) {
        if (to - from < 2) {
            return;
        }
        Integer[] tied = new Integer[to - from];
        for (int i = 0; i < tied.length; i++) {
            tied[i] = order[from + i];
        }
        Arrays.sort(
                tied,
                (left, right) ->
                        keys[all.sources[left]].compare(all.rows[left], keys[all.sources[right]], all.rows[right]));
        for (int i = 0; i < tied.length; i++) {
            order[from + i] = tied[i];
        }
    }
}
