package io.windhover.node.query;

import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.TailReads.TailView;
import io.windhover.model.schema.CollectionSchema;
import io.windhover.model.search.Guarantee;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What one read of one shard works on; the caller holds the view that {@code shard} belongs to.
 *
 * @param partitions  served ones among those asked for
 * @param bareFor     how long the owner's word that it has nothing to add is taken
 * @param newestKnown set when all partitions are asked for: the newest that was there when they were listed
 */
record ReadSource(
        QueryPorts ports,
        CollectionSchema schema,
        List<PartitionId> partitions,
        Optional<PartitionId> newestKnown,
        ShardView shard,
        Guarantee guarantee,
        Duration bareFor) {
    /**
     * Returns the time at which this read may be answered without asking the owner: a moment ago it had nothing that the
     * view lacks, and the read need not see what came since.
     */
    Optional<Timestamp> servableAt() {
        return shard.bare()
                .filter(bare -> ports.runtime().monotonicNs() - bare.askedNs() < bareFor.toNanos())
                .map(ShardView.Bare::at)
                .filter(at -> switch (guarantee) {
                    case Guarantee.Newest _ -> false;
                    case Guarantee.AtLeast wanted -> at.compareTo(wanted.timestamp()) >= 0;
                    case Guarantee.Anything _ -> true;
                });
    }

    /** Asks the owner and remembers for other reads if it has nothing to add. */
    <T> T askOwner(Supplier<T> call, Predicate<T> isBare, Function<T, Timestamp> servedAt) {
        long askedNs = ports.runtime().monotonicNs();
        T answer = call.get();
        shard.noteBare(
                isBare.test(answer)
                        ? Optional.of(new ShardView.Bare(servedAt.apply(answer), askedNs))
                        : Optional.empty());
        return answer;
    }

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
