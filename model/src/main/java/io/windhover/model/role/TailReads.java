package io.windhover.model.role;

import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import java.util.List;

/**
 * Reads of the part of a shard that its owner holds. The query node names the sealed segments it serves itself; the
 * owner serves all other rows. If the owner has already let go of a segment that is not named, it answers VIEW_STALE.
 */
public final class TailReads {
    private TailReads() {}

    /**
     * The reader's side of a view.
     *
     * @param shard        which
     * @param sealed       segments the reader serves, in ascending order
     * @param deletesAfter the reader has applied every delete up to here
     * @param guarantee    what must be visible
     */
    public record TailView(ShardId shard, List<SegmentId> sealed, Timestamp deletesAfter, Guarantee guarantee) {
        /** Copies the list. */
        public TailView {
            sealed = List.copyOf(sealed);
        }
    }

    /** A search of the tail. */
    public record TailSearch(TailView view, SearchPlan plan) {}

    /** A query of the tail. */
    public record TailQuery(TailView view, QueryPlan plan) {}

    /**
     * Deletes in order of time: key i was deleted at {@code timestamps[i]} in the partition {@code partitions[i]} (0 =
     * in all).
     */
    public record TailDeletes(PrimaryKeys keys, long[] timestamps, long[] partitions, Timestamp upTo) {}

    /** Hits of the growing rows; {@code hits.servedAt()} is the time at which the reader must search its own part. */
    public record TailHits(ShardHits hits, TailDeletes deletes) {}

    /** Rows of the growing part; {@code rows.servedAt()} is the time at which the reader must read its own part. */
    public record TailRows(ShardRows rows, TailDeletes deletes) {}
}
