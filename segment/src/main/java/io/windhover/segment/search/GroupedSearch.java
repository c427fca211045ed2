package io.windhover.segment.search;

import io.windhover.index.vector.Hits;
import io.windhover.model.Invariant;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.schema.FieldSchema;
import io.windhover.model.search.SearchParams;
import io.windhover.segment.rows.SegmentView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Finds hits of topK different values of a field, by asking for more and more hits until there are enough groups. */
final class GroupedSearch {
    private static final int FIRST_HITS_MIN = 64;
    private static final int GROWTH = 4;

    private final GroupValues values;
    private final int rowCount;
    private final int topK;
    private final SearchParams.Grouping grouping;

    private GroupedSearch(GroupValues values, int rowCount, int topK, SearchParams.Grouping grouping) {
        this.values = values;
        this.rowCount = rowCount;
        this.topK = topK;
        this.grouping = grouping;
    }

    static GroupedSearch of(SegmentView view, CollectionSchema schema, SearchParams params) {
        SearchParams.Grouping grouping = params.grouping().orElseThrow();
        FieldSchema field = schema.field(grouping.field())
                .orElseThrow(() -> Invariant.unreachable("unknown grouping field {}", grouping.field()));
        GroupValues.check(field);
        return new GroupedSearch(new GroupValues(view.column(field)), view.rowCount(), params.topK(), grouping);
    }

    Hits search(NearestRows rows, int query) {
        long wanted = Math.max(FIRST_HITS_MIN, (long) topK * grouping.size());
        while (true) {
            int asked = (int) Math.min(rowCount, wanted);
            Hits found = rows.nearest(query, asked);
            GroupFill fill = new GroupFill(topK, grouping.size());
            int[] kept = new int[found.count()];
            int count = 0;
            for (int i = 0; i < found.count(); i++) {
                if (fill.take(values.of(found.rows()[i]))) {
                    kept[count++] = i;
                }
            }
            boolean exhausted = found.count() < asked || asked == rowCount;
            if (exhausted || (grouping.strict() ? fill.isFull() : fill.hasAllGroups())) {
                return select(found, Arrays.copyOf(kept, count));
            }
            wanted *= GROWTH;
        }
    }

    private static Hits select(Hits hits, int[] kept) {
        int[] rows = new int[kept.length];
        float[] scores = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            rows[i] = hits.rows()[kept[i]];
            scores[i] = hits.scores()[kept[i]];
        }
        return new Hits(rows, scores, kept.length);
    }

    /** Counts hits by group, best hits first: the first {@code groups} values win, each takes {@code size} hits. */
    static final class GroupFill {
        private final Map<Object, Integer> counts = new HashMap<>();
        private final int groups;
        private final int size;
        private int full;

        GroupFill(int groups, int size) {
            this.groups = groups;
            this.size = size;
        }

        /** Tells whether a hit of this value is wanted, and counts it. */
        boolean take(Object value) {
            Integer count = counts.get(value);
            if (count == null && counts.size() == groups || count != null && count == size) {
                return false;
            }
            int now = count == null ? 1 : count + 1;
            counts.put(value, now);
            full += now == size ? 1 : 0;
            return true;
        }

        boolean hasAllGroups() {
            return counts.size() == groups;
        }

        boolean isFull() {
            return full == groups;
        }
    }
}
