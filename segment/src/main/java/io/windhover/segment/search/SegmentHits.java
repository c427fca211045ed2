package io.windhover.segment.search;

import io.windhover.index.vector.Hits;
import io.windhover.segment.rows.SegmentView;
import java.util.List;

/**
 * The hits of one segment.
 *
 * @param view    where the rows are
 * @param queries the hits of each query, best first; rows are row numbers of the view
 */
public record SegmentHits(SegmentView view, List<Hits> queries) {
    /** Copies the list. */
    public SegmentHits {
        queries = List.copyOf(queries);
    }
}
