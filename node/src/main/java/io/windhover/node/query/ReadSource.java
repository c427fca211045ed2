package io.windhover.node.query;

import io.windhover.model.PartitionId;
import io.windhover.model.role.TailReads.TailView;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.search.Guarantee;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one read of one shard works on; the caller holds the view that {@code shard} belongs to.
 *
 * @param partitions  served ones among those asked for
 * @param newestKnown set when all partitions are asked for: the newest that was there when they were listed
 */
record ReadSource(
        QueryPorts ports,
        CollectionSchema schema,
        List<PartitionId> partitions,
        Optional<PartitionId> newestKnown,
        ShardView shard,
        Guarantee guarantee) {
    /** Returns what the owner must know of this side. */
    TailView tailView() {
        return new TailView(shard.shard(), shard.coveredUpTo(), shard.deletes().upTo(), guarantee, newestKnown);
    }

    /** Returns the segments of the partitions asked for. */
    List<OpenSegment> segments() {
        Set<PartitionId> wanted = Set.copyOf(partitions);
        return shard.segments().stream()
                .filter(segment -> wanted.contains(segment.entry().partition()))
                .toList();
    }
}
