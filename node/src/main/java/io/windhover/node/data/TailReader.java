package io.windhover.node.data;

import io.windhover.model.role.TailReads;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import io.windhover.runtime.Runtime;
import io.windhover.segment.growing.GrowingView;
import io.windhover.segment.search.SegmentReads;
import java.util.List;

/** Reads of the growing rows of one shard, on rows that a {@link TailPin} holds. */
final class TailReader {
    private TailReader() {}

    static TailReads.TailHits search(
            Runtime runtime, CollectionSchema schema, TailPin pin, TailReads.TailSearch request) {
        List<GrowingView> views = request.plan().params().ignoreGrowing() ? List.of() : pin.views();
        ShardHits hits = SegmentReads.search(views, schema, request.plan(), pin.servedAt(), runtime::compute);
        return new TailReads.TailHits(hits, pin.deletes(), pin.isBare());
    }

    static TailReads.TailRows query(
            Runtime runtime, CollectionSchema schema, TailPin pin, TailReads.TailQuery request) {
        ShardRows rows = SegmentReads.query(pin.views(), schema, request.plan(), pin.servedAt(), runtime::compute);
        return new TailReads.TailRows(rows, pin.deletes(), pin.isBare());
    }
}
