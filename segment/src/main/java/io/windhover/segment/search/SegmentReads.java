package io.windhover.segment.search;

import io.windhover.index.Parallel;
import io.windhover.index.bits.Bits;
import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.row.RowBatch;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.search.Aggregation;
import io.windhover.model.search.Group;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import io.windhover.segment.rows.Gather;
import io.windhover.segment.rows.KeyColumn;
import io.windhover.segment.rows.RowPicks;
import io.windhover.segment.rows.SegmentView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Reads of the segments of one shard at one time. The caller holds every segment and gives only views of the plan's
 * partitions, taken after {@code readAt} was known.
 */
public final class SegmentReads {
    private static final int SPARE_FACTOR = 2;

    private SegmentReads() {}

    /**
     * Searches all segments, merges their hits and fetches the output fields of the winners.
     *
     * @param schema   must have every field that the plan names
     * @param readAt   exactly the changes up to here are visible
     * @param parallel runs one task a segment
     */
    public static ShardHits search(
            List<? extends SegmentView> views,
            CollectionSchema schema,
            SearchPlan plan,
            Timestamp readAt,
            Parallel parallel) {
        SegmentHits[] hits = new SegmentHits[views.size()];
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < hits.length; i++) {
            int index = i;
            tasks.add(() -> hits[index] = SegmentSearch.search(views.get(index), schema, plan, readAt));
        }
        run(tasks, parallel);
        return HitsMerger.merge(List.of(hits), schema, plan, readAt);
    }

    /**
     * Finds the matching rows of all segments in ascending order of key, each key once (its newest row), or measures
     * groups of them.
     */
    public static ShardRows query(
            List<? extends SegmentView> views,
            CollectionSchema schema,
            QueryPlan plan,
            Timestamp readAt,
            Parallel parallel) {
        if (plan.aggregation().isPresent()) {
            return measured(views, schema, plan, readAt, parallel);
        }
        Bits[] matching = new Bits[views.size()];
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < matching.length; i++) {
            int index = i;
            tasks.add(() -> matching[index] = SegmentQuery.matching(views.get(index), schema, plan, readAt));
        }
        run(tasks, parallel);
        if (plan.countOnly()) {
            long count = Arrays.stream(matching).mapToLong(Bits::cardinality).sum();
            return new ShardRows(noKeys(views, schema), new RowBatch(List.of(), 0), count, readAt);
        }
        for (int i = 0; i < matching.length; i++) {
            matching[i] = first(views.get(i), matching[i], plan.limit());
        }
        long limit = plan.limit() < 0 ? Long.MAX_VALUE : plan.limit();
        RowPicks rows = RowPicks.keyOrdered(views, List.of(matching)).distinct(limit);
        return new ShardRows(
                rows.keys(schema.primaryKey()), Gather.rows(rows, schema, plan.outputFields()), rows.count(), readAt);
    }

    private static ShardRows measured(
            List<? extends SegmentView> views,
            CollectionSchema schema,
            QueryPlan plan,
            Timestamp readAt,
            Parallel parallel) {
        Aggregation aggregation = plan.aggregation().orElseThrow();
        List<List<Group>> groups = new ArrayList<>(Collections.nCopies(views.size(), List.of()));
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            int index = i;
            SegmentView view = views.get(i);
            tasks.add(() -> groups.set(
                    index,
                    MeasuredGroups.of(view, schema, SegmentQuery.matching(view, schema, plan, readAt), aggregation)));
        }
        run(tasks, parallel);
        return new ShardRows(
                noKeys(views, schema), new RowBatch(List.of(), 0), 0, readAt, Group.merge(groups, aggregation));
    }

    private static PrimaryKeys noKeys(List<? extends SegmentView> views, CollectionSchema schema) {
        return new RowPicks(List.copyOf(views), new int[0], new int[0]).keys(schema.primaryKey());
    }

    private static void run(List<Runnable> tasks, Parallel parallel) {
        if (tasks.size() == 1) {
            tasks.getFirst().run();
        } else if (!tasks.isEmpty()) {
            parallel.run(tasks);
        }
    }

    /** Keeps only rows that can be among the first {@code limit} keys. */
    private static Bits first(SegmentView view, Bits matching, long limit) {
        if (limit < 0 || matching.cardinality() <= SPARE_FACTOR * limit) {
            return matching;
        }
        return view.isKeyOrdered() ? firstOfOrdered(view, matching, limit) : firstOfAny(view, matching, (int) limit);
    }

    /** Takes more rows than keys are wanted, because keys may repeat; if they repeat too often, takes all rows. */
    private static Bits firstOfAny(SegmentView view, Bits matching, int limit) {
        RowPicks some = RowPicks.firstByKey(view, matching, SPARE_FACTOR * limit);
        return some.distinct(limit).count() < limit ? matching : Bits.of(matching.size(), some.rows());
    }

    private static Bits firstOfOrdered(SegmentView view, Bits matching, long limit) {
        KeyColumn keys = new KeyColumn(view.keys());
        Bits kept = new Bits(matching.size());
        long distinct = 0;
        int previous = -1;
        for (int row = matching.nextSet(0); row >= 0; row = matching.nextSet(row + 1)) {
            if (previous < 0 || keys.compare(row, keys, previous) != 0) {
                if (distinct == limit) {
                    break;
                }
                distinct++;
                kept.set(row);
            }
            previous = row;
        }
        return kept;
    }
}
