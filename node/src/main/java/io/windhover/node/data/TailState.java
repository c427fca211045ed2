package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.ShardId;
import io.windhover.model.Timestamp;
import io.windhover.segment.growing.GrowingSegment;
import io.windhover.segment.growing.GrowingView;
import java.util.ArrayList;
import java.util.List;

/**
 * What the owner of a shard holds, as of one applied write. Immutable; replaced whole by the owner's fiber.
 *
 * @param shard        which
 * @param parts        growing segments, and sealed ones that readers may still need
 * @param deletes      everything deleted after {@code releasedUpTo}
 * @param appliedUpTo  time of the newest applied write
 * @param committedUpTo rows and deletes up to here are in committed files
 * @param releasedUpTo rows and deletes up to here are in committed files and no longer here
 */
record TailState(
        ShardId shard,
        List<TailPart> parts,
        DeleteLog.Slice deletes,
        Timestamp appliedUpTo,
        Timestamp committedUpTo,
        Timestamp releasedUpTo) {
    /**
     * One segment as of this state.
     *
     * @param sealedAt when it was sealed for a flush; {@link Timestamp#MAX} while it still grows
     */
    record TailPart(GrowingSegment segment, GrowingView view, Timestamp sealedAt) {}

    TailState {
        parts = List.copyOf(parts);
    }

    /**
     * Returns the parts that a reader does not serve itself.
     *
     * @throws DatabaseException VIEW_STALE when some of them are no longer here
     */
    List<TailPart> partsAfter(Timestamp coveredUpTo) {
        if (coveredUpTo.compareTo(releasedUpTo) < 0) {
            throw DatabaseException.of(
                    ErrorCode.VIEW_STALE,
                    "shard",
                    shard,
                    "coveredUpTo",
                    coveredUpTo.value(),
                    "releasedUpTo",
                    releasedUpTo.value());
        }
        List<TailPart> served = new ArrayList<>(parts.size());
        for (TailPart part : parts) {
            if (part.sealedAt().isAfter(coveredUpTo)) {
                served.add(part);
            }
        }
        return served;
    }
}
