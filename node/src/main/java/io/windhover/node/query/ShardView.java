package io.windhover.node.query;

import io.windhover.model.PersistentMap;
import io.windhover.model.SegmentId;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.TailReads.TailDeletes;
import io.windhover.segment.deletes.DeleteSet;
import io.windhover.segment.deletes.SegmentDeletes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a query node serves of one shard: every row up to {@code coveredUpTo} in loaded partitions. Segments do not
 * change; what is deleted in them is one immutable value that reads replace by a newer one.
 */
final class ShardView {
    private final ShardId shard;
    private final Timestamp coveredUpTo;
    private final List<OpenSegment> segments;
    private final AtomicReference<Deletes> deletes;
    private volatile Optional<Bare> bare = Optional.empty();

    /**
     * That the owner had nothing that this view lacks.
     *
     * @param at      the time of the shard up to which that was so
     * @param askedNs when the owner was asked, by this process' monotonic clock
     */
    record Bare(Timestamp at, long askedNs) {}

    /**
     * What is deleted.
     *
     * @param upTo       every delete up to here is in
     * @param bySegment  of each segment that has any
     */
    record Deletes(Timestamp upTo, PersistentMap<SegmentId, SegmentDeletes> bySegment) {
        SegmentDeletes of(OpenSegment segment) {
            return bySegment
                    .find(segment.segment().id())
                    .orElseGet(() -> SegmentDeletes.none(segment.segment().rowCount()));
        }
    }

    ShardView(ShardId shard, Timestamp coveredUpTo, List<OpenSegment> segments, Deletes deletes) {
        this.shard = shard;
        this.coveredUpTo = coveredUpTo;
        this.segments = List.copyOf(segments);
        this.deletes = new AtomicReference<>(deletes);
    }

    ShardId shard() {
        return shard;
    }

    Timestamp coveredUpTo() {
        return coveredUpTo;
    }

    List<OpenSegment> segments() {
        return segments;
    }

    Deletes deletes() {
        return deletes.get();
    }

    /** Returns what is known of an owner that had nothing which is not here. */
    Optional<Bare> bare() {
        return bare;
    }

    /** Notes what the owner's newest answer said; the view of a later checkpoint begins without. */
    void noteBare(Optional<Bare> known) {
        bare = known;
    }

    /**
     * Adds the deletes that came with a read and returns a value that has them all. Two reads may do so at once, with
     * overlapping deletes: applying one twice changes nothing.
     */
    Deletes apply(TailDeletes tail) {
        Deletes before = deletes.get();
        while (before.upTo().compareTo(tail.upTo()) < 0) {
            Deletes after = new Deletes(tail.upTo(), with(before, DeleteSet.of(tail)));
            if (deletes.compareAndSet(before, after)) {
                return after;
            }
            before = deletes.get();
        }
        return before;
    }

    private PersistentMap<SegmentId, SegmentDeletes> with(Deletes before, DeleteSet more) {
        PersistentMap<SegmentId, SegmentDeletes> all = before.bySegment();
        if (more.count() == 0) {
            return all;
        }
        for (OpenSegment segment : segments) {
            SegmentDeletes old = before.of(segment);
            SegmentDeletes now = old.with(segment.segment().view(), more);
            if (now != old) {
                all = all.with(segment.segment().id(), now);
            }
        }
        return all;
    }
}
