package io.windhover.node.query;

import io.windhover.model.Timestamp;
import io.windhover.model.role.TailReads;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import io.windhover.segment.file.SealedView;
import io.windhover.segment.search.SegmentReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One read of one shard: first the owner's part, which fixes the time of the read and brings the deletes that are missing
 * here, then the sealed segments at exactly that time, then both as one answer. A read that need not see the newest is
 * answered without the owner where that had nothing to add a moment ago: at the time of its word, by the same view.
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
        Optional<Timestamp> servable = source.servableAt();
        if (servable.isPresent()) {
            return sealed(source, plan, views(source, source.shard().deletes()), servable.get());
        }
        TailReads.TailHits tail = source.askOwner(
                () -> source.ports().data().searchTail(new TailReads.TailSearch(source.tailView(), plan)),
                TailReads.TailHits::isBare,
                answer -> answer.hits().servedAt());
        List<SealedView> views = views(source, source.shard().apply(tail.deletes()));
        if (views.isEmpty()) {
            return tail.hits();
        }
        return HitsUnion.of(tail.hits(), sealed(source, plan, views, tail.hits().servedAt()), plan.params());
    }

    private static ShardHits sealed(ReadSource source, SearchPlan plan, List<SealedView> views, Timestamp at) {
        return SegmentReads.search(
                views, source.schema(), plan, at, source.ports().runtime()::compute);
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
                asked.expiredUpTo(),
                asked.aggregation());
        Optional<Timestamp> servable = source.servableAt();
        if (servable.isPresent()) {
            return sealed(source, plan, views(source, source.shard().deletes()), servable.get());
        }
        TailReads.TailRows tail = source.askOwner(
                () -> source.ports().data().queryTail(new TailReads.TailQuery(source.tailView(), plan)),
                TailReads.TailRows::isBare,
                answer -> answer.rows().servedAt());
        List<SealedView> views = views(source, source.shard().apply(tail.deletes()));
        if (views.isEmpty()) {
            return tail.rows();
        }
        return RowsUnion.of(tail.rows(), sealed(source, plan, views, tail.rows().servedAt()), plan);
    }

    private static ShardRows sealed(ReadSource source, QueryPlan plan, List<SealedView> views, Timestamp at) {
        return SegmentReads.query(
                views, source.schema(), plan, at, source.ports().runtime()::compute);
    }

    private static List<SealedView> views(ReadSource source, ShardView.Deletes deletes) {
        List<SealedView> views = new ArrayList<>();
        for (OpenSegment segment : source.segments()) {
            views.add(segment.view(deletes.of(segment)));
        }
        return views;
    }
}
