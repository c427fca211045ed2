package io.windhover.node.query;

import io.windhover.model.row.Column;
import io.windhover.model.row.Columns;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.search.SearchParams;
import io.windhover.model.search.ShardHits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Merges the hits of the growing and the sealed part of one shard, both best first within a query: best score first,
 * equal scores by key, each key once, and with grouping at most so many of one value.
 */
final class HitsUnion {
    private final ShardHits growing;
    private final ShardHits sealed;
    private final SearchParams params;
    private final boolean largerNearer;
    private final int[] picks;
    private int pickCount;

    private HitsUnion(ShardHits growing, ShardHits sealed, SearchParams params) {
        this.growing = growing;
        this.sealed = sealed;
        this.params = params;
        this.largerNearer = switch (params.metric()) {
            case "IP", "COSINE", "BM25" -> true;
            default -> false;
        };
        this.picks = new int[growing.scores().length + sealed.scores().length];
    }

    static ShardHits of(ShardHits growing, ShardHits sealed, SearchParams params) {
        if (growing.scores().length == 0 || sealed.scores().length == 0) {
            return growing.scores().length == 0 ? sealed : growing;
        }
        return new HitsUnion(growing, sealed, params).merge();
    }

    private ShardHits merge() {
        int[] counts = new int[growing.hitCounts().length];
        int left = 0;
        int right = 0;
        for (int query = 0; query < counts.length; query++) {
            int leftEnd = left + growing.hitCounts()[query];
            int rightEnd = right + sealed.hitCounts()[query];
            counts[query] = mergeQuery(left, leftEnd, right, rightEnd);
            left = leftEnd;
            right = rightEnd;
        }
        return picked(counts);
    }

    private int mergeQuery(int leftStart, int leftEnd, int rightStart, int rightEnd) {
        int before = pickCount;
        int left = leftStart;
        int right = rightStart;
        Wanted wanted = new Wanted(params);
        while (left < leftEnd || right < rightEnd) {
            boolean fromGrowing = right == rightEnd || left < leftEnd && compare(left, right) <= 0;
            ShardHits from = fromGrowing ? growing : sealed;
            int index = fromGrowing ? left++ : right++;
            if (wanted.take(from, index)) {
                picks[pickCount++] = fromGrowing ? index : growing.scores().length + index;
            }
        }
        return pickCount - before;
    }

    private int compare(int left, int right) {
        int byScore = Float.compare(growing.scores()[left], sealed.scores()[right]);
        int nearer = largerNearer ? -byScore : byScore;
        return nearer != 0 ? nearer : PrimaryKeys.compare(growing.keys(), left, sealed.keys(), right);
    }

    private ShardHits picked(int[] counts) {
        int[] rows = Arrays.copyOf(picks, pickCount);
        float[] scores = new float[pickCount];
        int leftCount = growing.scores().length;
        for (int i = 0; i < pickCount; i++) {
            scores[i] = rows[i] < leftCount ? growing.scores()[rows[i]] : sealed.scores()[rows[i] - leftCount];
        }
        PrimaryKeys keys = Columns.select(Columns.concatKeys(List.of(growing.keys(), sealed.keys())), rows);
        RowBatch batch = growing.rows().columns().isEmpty()
                ? new RowBatch(List.of(), pickCount)
                : Columns.select(Columns.concat(List.of(growing.rows(), sealed.rows())), rows);
        Optional<FieldColumn> groups = growing.groups()
                .map(left -> Columns.select(
                        Columns.concatFields(List.of(left, sealed.groups().orElseThrow())), rows));
        return new ShardHits(counts, keys, scores, batch, groups, growing.servedAt());
    }

    /** Counts what one query has taken so far. */
    private static final class Wanted {
        private final SearchParams params;
        private final Set<Object> keys = new HashSet<>();
        private final Map<Object, Integer> groups = new HashMap<>();
        private int count;

        private Wanted(SearchParams params) {
            this.params = params;
        }

        private boolean take(ShardHits hits, int index) {
            Object key = hits.keys().at(index);
            boolean fits = params.grouping().isPresent() ? fitsGroup(hits, index, key) : count < params.topK();
            if (!fits || !keys.add(key)) {
                return false;
            }
            count++;
            return true;
        }

        private boolean fitsGroup(ShardHits hits, int index, Object key) {
            Object group = value(hits.groups().orElseThrow(), index);
            int taken = groups.getOrDefault(group, 0);
            boolean fits = taken == 0
                    ? groups.size() < params.topK()
                    : taken < params.grouping().orElseThrow().size();
            if (fits && !keys.contains(key)) {
                groups.put(group, taken + 1);
            }
            return fits;
        }

        private static Object value(FieldColumn column, int row) {
            if (column.isNull(row)) {
                return Optional.empty();
            }
            return switch (column.column()) {
                case Column.BoolColumn bools -> bools.values()[row];
                case Column.IntColumn ints -> ints.values()[row];
                case Column.LongColumn longs -> longs.values()[row];
                case Column.StringColumn strings -> strings.values()[row];
                case Column.FloatColumn floats -> floats.values()[row];
                case Column.DoubleColumn doubles -> doubles.values()[row];
                case Column.JsonColumn documents ->
                    new String(documents.values()[row], java.nio.charset.StandardCharsets.UTF_8);
                case Column.ArrayColumn arrays -> row;
                case Column.FloatVectorColumn vectors -> row;
                case Column.ByteVectorColumn vectors -> row;
                case Column.SparseVectorColumn vectors -> row;
            };
        }
    }
}
