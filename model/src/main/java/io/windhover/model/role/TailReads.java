package io.windhover.model.role;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PartitionId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.row.PrimaryKeys;
import io.windhover.model.search.Guarantee;
import io.windhover.model.search.QueryPlan;
import io.windhover.model.search.SearchPlan;
import io.windhover.model.search.ShardHits;
import io.windhover.model.search.ShardRows;
import java.util.Optional;

/**
 * Reads of the part of a shard that its owner holds. The query node names the time up to which its own sealed segments
 * cover all rows (a flush seals everything of a shard up to one time, so that one number says it, whatever compaction
 * did since); the owner serves all later rows. If the owner has already let go of some of those, it answers VIEW_STALE.
 */
public final class TailReads {
    private TailReads() {}

    /**
     * The reader's side of a view.
     *
     * @param shard        which
     * @param coveredUpTo  the reader serves every row up to here: the shard's checkpoint in the catalog of its view
     * @param deletesAfter the reader has applied every delete up to here
     * @param guarantee    what must be visible
     * @param newestKnown  set when all partitions are asked for: rows of a newer one make the read CATALOG_STALE
     */
    public record TailView(
            ShardId shard,
            Timestamp coveredUpTo,
            Timestamp deletesAfter,
            Guarantee guarantee,
            Optional<PartitionId> newestKnown) {
        /**
         * Checks a partition that has rows: one may have moved to a partition that was created after the reader listed
         * all of them, and then it must list them anew.
         *
         * @throws DatabaseException CATALOG_STALE
         */
        public void requireKnown(PartitionId partition) {
            if (newestKnown.isPresent() && partition.compareTo(newestKnown.get()) > 0) {
                throw DatabaseException.of(ErrorCode.CATALOG_STALE, "partition", partition);
            }
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

    /**
     * Hits of the growing rows.
     *
     * @param hits   {@code hits.servedAt()} is the time at which the reader must search its own part
     * @param isBare the owner had no row and no delete at that time that the reader lacks, in any partition
     */
    public record TailHits(ShardHits hits, TailDeletes deletes, boolean isBare) {}

    /**
     * Rows of the growing part.
     *
     * @param rows   {@code rows.servedAt()} is the time at which the reader must read its own part
     * @param isBare the owner had no row and no delete at that time that the reader lacks, in any partition
     */
    public record TailRows(ShardRows rows, TailDeletes deletes, boolean isBare) {}
}
