package io.windhover.node.query;

import io.windhover.model.role.TailReads;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import io.windhover.segment.file.SealedView;
import io.windhover.segment.search.SegmentReads;
import java.util.ArrayList;
import java.util.List;

/**
 * One read of one shard: first the owner's part, which fixes the time of the read and brings the deletes that are missing
 * here, then the sealed segments at exactly that time, then both as one answer.
 */
final class ShardReader {
    private ShardReader() {}

    static ShardHits search(ReadSource source, SearchPlan asked) {
        SearchPlan plan = new SearchPlan(
                asked.collection(),
                source.partitions(),
                asked.vectorField(),
                asked.queries(),
                asked.params(),
                asked.filter(),
                asked.outputFields(),
                asked.expiredUpTo());
        TailReads.TailHits tail = source.ports().data().searchTail(new TailReads.TailSearch(source.tailView(), plan));
        List<SealedView> views = views(source, tail.deletes());
        if (views.isEmpty()) {
            return tail.hits();
        }
        ShardHits sealed = SegmentReads.search(
                views,
                source.schema(),
                plan,
                tail.hits().servedAt(),
                source.ports().runtime()::compute);
        return HitsUnion.of(tail.hits(), sealed, plan.params());
    }

    static ShardRows query(ReadSource source, QueryPlan asked) {
        QueryPlan plan = new QueryPlan(
                asked.collection(),
                source.partitions(),
                asked.filter(),
                asked.keys(),
                asked.outputFields(),
                asked.limit(),
                asked.countOnly(),
                asked.expiredUpTo());
        TailReads.TailRows tail = source.ports().data().queryTail(new TailReads.TailQuery(source.tailView(), plan));
        List<SealedView> views = views(source, tail.deletes());
        if (views.isEmpty()) {
            return tail.rows();
        }
        ShardRows sealed = SegmentReads.query(
                views,
                source.schema(),
                plan,
                tail.rows().servedAt(),
                source.ports().runtime()::compute);
        return RowsUnion.of(tail.rows(), sealed, plan);
    }

    private static List<SealedView> views(ReadSource source, TailReads.TailDeletes newest) {
        ShardView.Deletes deletes = source.shard().apply(newest);
        List<SealedView> views = new ArrayList<>();
        for (OpenSegment segment : source.segments()) {
            views.add(segment.view(deletes.of(segment)));
        }
        return views;
    }
}
