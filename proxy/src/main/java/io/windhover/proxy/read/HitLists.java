package io.windhover.proxy.read;

import io.windhover.model.Timestamp;
import io.windhover.model.row.Columns;
import io.windhover.model.row.FieldColumn;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.search.ShardHits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reduces the hits of several shards to one list per query. */
final class HitLists {
    private HitLists() {}

    /**
     * The hits kept of a query.
     *
     * @param offset    hits (or groups) left out before
     * @param limit     hits (or groups) kept
     * @param groupSize hits of one group; 0 = hits are not grouped
     */
    record Cut(int offset, int limit, int groupSize) {}

    /**
     * Merges by score, then key, keeps the first of equal keys and leaves out the first {@code offset} of each query.
     *
     * @param shards one answer each, best first within a query
     * @param cut    what is kept of each query; groups come one after the other, in the order of their best hits
     */
    static ShardHits reduce(List<ShardHits> shards, boolean smallerIsNearer, Cut cut) {
        if (shards.size() == 1 && cut.offset() == 0 && cut.groupSize() <= 1) {
            return shards.getFirst();
        }
        ShardHits all = concat(shards);
        int queries = shards.getFirst().hitCounts().length;
        int[] counts = new int[queries];
        int[] kept = new int[all.scores().length];
        int at = 0;
        for (int query = 0; query < queries; query++) {
            int[] rows = best(all, rowsOfQuery(shards, query), smallerIsNearer, cut);
            System.arraycopy(rows, 0, kept, at, rows.length);
            counts[query] = rows.length;
            at += rows.length;
        }
        return select(all, Arrays.copyOf(kept, at), counts);
    }

    private static int[] best(ShardHits all, int[] rows, boolean smallerIsNearer, Cut cut) {
        Integer[] order = IntStream.of(rows).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> {
            int byScore = Float.compare(all.scores()[a], all.scores()[b]);
            int nearer = smallerIsNearer ? byScore : -byScore;
            return nearer != 0 ? nearer : PrimaryKeys.compare(all.keys(), a, all.keys(), b);
        });
        Set<Object> seen = new HashSet<>();
        Stream<Integer> distinct =
                Arrays.stream(order).filter(row -> seen.add(all.keys().at(row)));
        Stream<Integer> kept = cut.groupSize() == 0
                ? distinct.skip(cut.offset()).limit(cut.limit())
                : HitGroups.of(distinct.toList(), row -> row, all.groups().orElseThrow(), cut.groupSize()).stream()
                        .skip(cut.offset())
                        .limit(cut.limit())
                        .flatMap(List::stream);
        return kept.mapToInt(Integer::intValue).toArray();
    }

    private static int[] rowsOfQuery(List<ShardHits> shards, int query) {
        IntStream rows = IntStream.empty();
        int base = 0;
        for (ShardHits shard : shards) {
            int from = base + IntStream.of(shard.hitCounts()).limit(query).sum();
            rows = IntStream.concat(rows, IntStream.range(from, from + shard.hitCounts()[query]));
            base += shard.scores().length;
        }
        return rows.toArray();
    }

    /** Returns all hits one list after the other, without counts. */
    static ShardHits concat(List<ShardHits> shards) {
        if (shards.size() == 1) {
            return shards.getFirst();
        }
        float[] scores =
                new float[shards.stream().mapToInt(s -> s.scores().length).sum()];
        int at = 0;
        for (ShardHits shard : shards) {
            System.arraycopy(shard.scores(), 0, scores, at, shard.scores().length);
            at += shard.scores().length;
        }
        List<FieldColumn> groups =
                shards.stream().flatMap(s -> s.groups().stream()).toList();
        return new ShardHits(
                new int[0],
                Columns.concatKeys(shards.stream().map(ShardHits::keys).toList()),
                scores,
                concatRows(shards, scores.length),
                groups.isEmpty() ? Optional.empty() : Optional.of(Columns.concatFields(groups)),
                shards.stream().map(ShardHits::servedAt).reduce(Timestamp.MAX, (a, b) -> a.isAfter(b) ? b : a));
    }

    private static RowBatch concatRows(List<ShardHits> shards, int count) {
        List<RowBatch> rows = shards.stream().map(ShardHits::rows).toList();
        return rows.getFirst().columns().isEmpty() ? new RowBatch(List.of(), count) : Columns.concat(rows);
    }

    /** Returns some hits, in the given order. */
    static ShardHits select(ShardHits hits, int[] rows, int[] counts) {
        float[] scores = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = hits.scores()[rows[i]];
        }
        return new ShardHits(
                counts,
                Columns.select(hits.keys(), rows),
                scores,
                selectRows(hits.rows(), rows),
                hits.groups().map(groups -> Columns.select(groups, rows)),
                hits.servedAt());
    }

    private static RowBatch selectRows(RowBatch batch, int[] rows) {
        return batch.columns().isEmpty() ? new RowBatch(List.of(), rows.length) : Columns.select(batch, rows);
    }
}
