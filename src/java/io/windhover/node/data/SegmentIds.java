package io.windhover.node.data;

import io.windhover.model.SegmentId;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.IdWindow;
import java.util.ArrayDeque;

/**
 * Segment ids of one shard owner, taken from the coordinator in windows before they are needed, so that applying a
 * durable write never waits for anybody. One fiber uses it.
 */
final class SegmentIds {
    private static final int WINDOW = 64;

    private final CoordinatorRole coordinator;
    private final ArrayDeque<IdWindow> windows = new ArrayDeque<>();
    private int available;

    SegmentIds(CoordinatorRole coordinator) {
        this.coordinator = coordinator;
    }

    /** Makes sure that {@code count} ids are here; may wait for the coordinator and fail as it does. */
    void ensure(int count) {
        if (available < count) {
            IdWindow window = coordinator.allocateIds(Math.max(WINDOW, count - available));
            windows.add(window);
            available += window.count();
        }
    }

    /** Takes an id; asks the coordinator only if {@link #ensure} was not called for it. */
    SegmentId next() {
        ensure(1);
        IdWindow window = windows.remove();
        if (window.count() > 1) {
            windows.addFirst(new IdWindow(window.first() + 1, window.count() - 1));
        }
        available--;
        return new SegmentId(window.first());
    }
}
