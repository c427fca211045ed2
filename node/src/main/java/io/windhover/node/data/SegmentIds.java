package io.windhover.node.data;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.SegmentId;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.IdWindow;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Segment ids of one shard owner, taken from the coordinator in windows before they are needed, so that applying a
 * durable write never waits for anybody. The next window is asked for while half of one is still there, so that taking a
 * write does not wait either, and a coordinator that is away for a while is not missed. One fiber uses it.
 */
final class SegmentIds {
    private static final int WINDOW = 64;

    private final Runtime runtime;
    private final CoordinatorRole coordinator;
    private final ArrayDeque<IdWindow> windows = new ArrayDeque<>();
    private Optional<Promise<IdWindow>> asked = Optional.empty();
    private int available;

    SegmentIds(Runtime runtime, CoordinatorRole coordinator) {
        this.runtime = runtime;
        this.coordinator = coordinator;
    }

    /** Takes the epoch of a new owner, and its first window of ids with it; fails as the coordinator does. */
    long takeEpoch() {
        add(coordinator.allocateIds(WINDOW + 1));
        return next().value();
    }

    /** Makes sure that {@code count} ids are here; waits for the coordinator, and fails as it does, if they are not. */
    void ensure(int count) {
        takeAsked(available < count);
        if (available < count) {
            ask(count);
            takeAsked(true);
        } else if (available < Math.max(WINDOW / 2, 2 * count)) {
            ask(count);
        }
    }

    /** Asks for as many as will do for four times of what is wanted now; one such question at a time. */
    private void ask(int count) {
        if (asked.isPresent()) {
            return;
        }
        Promise<IdWindow> answer = runtime.promise();
        asked = Optional.of(answer);
        int wanted = Math.max(WINDOW, 4 * count);
        runtime.fork("segment ids", () -> allocate(wanted, answer));
    }

    private void allocate(int count, Promise<IdWindow> answer) {
        try {
            answer.complete(coordinator.allocateIds(count));
        } catch (DatabaseException failure) {
            answer.fail(failure);
        } catch (RuntimeException failure) {
            answer.fail(
                    new DatabaseException(ErrorCode.SERVICE_UNAVAILABLE, "no ids for segments: " + failure, failure));
            throw failure;
        }
    }

    /** Takes what was asked for if it is there, or if it is to be waited for; only then a failure is one. */
    private void takeAsked(boolean waits) {
        if (asked.isEmpty() || !waits && !asked.get().isDone()) {
            return;
        }
        Promise<IdWindow> answer = asked.get();
        try {
            add(answer.await());
        } catch (DatabaseException failure) {
            if (waits) {
                throw failure;
            }
        } finally {
            asked = Optional.empty();
        }
    }

    private void add(IdWindow window) {
        windows.add(window);
        available += window.count();
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
