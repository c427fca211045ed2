package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.PartitionId;
import io.windhover.model.Timestamp;
import io.windhover.model.role.TailReads;
import io.windhover.node.data.TailState.TailPart;
import io.windhover.segment.growing.GrowingSegment;
import io.windhover.segment.growing.GrowingView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The growing rows that one read works on, held until it is closed.
 *
 * @param views    of the partitions asked for
 * @param deletes  what the reader has not applied yet
 * @param servedAt exactly the changes up to here count
 * @param isBare   the owner has no row and no delete that the reader lacks
 * @param held     segments to let go of
 */
record TailPin(
        List<GrowingView> views,
        TailReads.TailDeletes deletes,
        Timestamp servedAt,
        boolean isBare,
        List<GrowingSegment> held)
        implements AutoCloseable {
    private static final int ATTEMPTS_MAX = 10;

    /** Takes the owner's present state; a state that was let go of in between is taken anew. */
    static TailPin take(ShardOwner owner, TailReads.TailView view, List<PartitionId> partitions) {
        Set<PartitionId> wanted = Set.copyOf(partitions);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            ShardOwner.ReadPoint point = owner.readPoint(view.guarantee());
            List<TailPart> parts = point.state().partsAfter(view.coveredUpTo());
            parts.forEach(part -> view.requireKnown(part.view().partition()));
            List<GrowingView> views = new ArrayList<>();
            List<GrowingSegment> held = new ArrayList<>();
            if (hold(parts, wanted, views, held)) {
                TailReads.TailDeletes deletes =
                        point.state().deletes().after(view.deletesAfter()).toTailDeletes(point.servedAt());
                boolean isBare = parts.isEmpty() && deletes.timestamps().length == 0;
                return new TailPin(views, deletes, point.servedAt(), isBare, held);
            }
            held.forEach(GrowingSegment::release);
        }
        throw DatabaseException.of(ErrorCode.VIEW_STALE, "shard", view.shard());
    }

    private static boolean hold(
            List<TailPart> parts, Set<PartitionId> partitions, List<GrowingView> views, List<GrowingSegment> held) {
        for (TailPart part : parts) {
            if (partitions.contains(part.view().partition())) {
                if (!part.segment().tryHold()) {
                    return false;
                }
                held.add(part.segment());
                views.add(part.view());
            }
        }
        return true;
    }

    @Override
    public void close() {
        held.forEach(GrowingSegment::release);
    }
}
