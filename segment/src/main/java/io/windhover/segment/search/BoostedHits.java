package io.windhover.segment.search;

import io.windhover.index.bits.Bits;
import io.windhover.index.vector.Hits;
import io.windhover.model.FieldId;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.DataType;
import io.windhover.model.search.Boosting;
import io.windhover.model.search.Boosting.Boost;
import io.windhover.model.search.Boosting.Chance;
import io.windhover.model.search.SearchParams;
import io.windhover.segment.filter.FilterEvaluator;
import io.windhover.segment.rows.SegmentView;
import java.util.Arrays;
import java.util.List;

/** Scores the hits of one segment anew by the boosts that they match, and orders them by the new scores. */
final class BoostedHits {
    private final CollectionSchema schema;
    private final ViewColumns columns;
    private final Boosting boosting;
    private final boolean largerNearer;

    private BoostedHits(ViewColumns columns, CollectionSchema schema, Boosting boosting, boolean largerNearer) {
        this.schema = schema;
        this.columns = columns;
        this.boosting = boosting;
        this.largerNearer = largerNearer;
    }

    static BoostedHits of(SegmentView view, CollectionSchema schema, SearchParams params, Boosting boosting) {
        return new BoostedHits(new ViewColumns(view, schema), schema, boosting, Scores.isLargerNearer(params.metric()));
    }

    /** Returns the hits of each query with their new scores, best first. */
    List<Hits> of(List<Hits> queries) {
        return queries.stream().map(this::boosted).toList();
    }

    private Hits boosted(Hits hits) {
        int[] rows = hits.foundRows();
        double[] values = new double[rows.length];
        Bits boosted = new Bits(rows.length);
        for (Boost boost : boosting.boosts()) {
            Bits matching = boost.filter()
                    .map(filter -> FilterEvaluator.passing(filter, new PickedColumns(columns, rows), rows.length))
                    .orElseGet(() -> Bits.all(rows.length));
            for (int i = matching.nextSet(0); i >= 0; i = matching.nextSet(i + 1)) {
                double value = value(boost, rows[i]);
                values[i] = boosted.get(i) ? boosting.combine().of(values[i], value) : value;
            }
            boosted.or(matching);
        }
        float[] scores = Arrays.copyOf(hits.scores(), rows.length);
        for (int i = boosted.nextSet(0); i >= 0; i = boosted.nextSet(i + 1)) {
            scores[i] = (float) boosting.apply().of(scores[i], values[i]);
        }
        return ordered(rows, scores);
    }

    private Hits ordered(int[] rows, float[] scores) {
        Integer[] order = new Integer[rows.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> {
            int ascending = Float.compare(scores[a], scores[b]);
            int nearer = largerNearer ? -ascending : ascending;
            return nearer != 0 ? nearer : Integer.compare(rows[a], rows[b]);
        });
        int[] orderedRows = new int[rows.length];
        float[] orderedScores = new float[rows.length];
        for (int i = 0; i < order.length; i++) {
            orderedRows[i] = rows[order[i]];
            orderedScores[i] = scores[order[i]];
        }
        return new Hits(orderedRows, orderedScores, rows.length);
    }

    private double value(Boost boost, int row) {
        return boost.chance()
                .map(chance -> boost.weight() * share(mixed(chance.seed(), hashed(chance, row))))
                .orElse(boost.weight());
    }

    private long hashed(Chance chance, int row) {
        FieldId field = chance.field().orElse(schema.primaryKey().id());
        if (columns.isNull(field, row)) {
            return 0;
        }
        return schema.field(field).orElseThrow().type() == DataType.VARCHAR
                ? columns.textAt(field, row).hashCode()
                : columns.longAt(field, row);
    }

    /** Steele, Lea, Flood 2014, the mixing function of SplitMix64. */
    private static long mixed(long seed, long value) {
        long z = seed + value * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Maps a hash evenly into 0 (included) to 1 (excluded). */
    private static double share(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }
}
