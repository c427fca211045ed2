package io.windhover.cluster.route;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Tries one request again, with growing pauses, until its deadline. Owned by the fiber of the request.
 */
final class Attempts {
    /** Certain: nothing was done. */
    static final Set<ErrorCode> NOTHING_DONE = EnumSet.of(ErrorCode.NOT_OWNER, ErrorCode.NODE_OFFLINE);

    /** Perhaps done; for what may be done twice. */
    static final Set<ErrorCode> NO_ANSWER = EnumSet.of(
            ErrorCode.NOT_OWNER,
            ErrorCode.NODE_OFFLINE,
            ErrorCode.SERVICE_UNAVAILABLE,
            ErrorCode.SERVICE_TOO_MANY_REQUESTS,
            ErrorCode.DEADLINE_EXCEEDED);

    /** What one attempt of a question that is answered at once may take. */
    static final Duration SHORT = Duration.ofSeconds(2);

    private static final long PAUSE_MS_MIN = 5;
    private static final long PAUSE_MS_MAX = 250;

    private final Runtime runtime;
    private final long endNs;
    private final Duration deadline;
    private final Set<ErrorCode> curable;
    private final Duration attemptMax;
    private long pauseMs = PAUSE_MS_MIN;

    /**
     * Starts the clock.
     *
     * @param curable codes after which another attempt is made
     */
    Attempts(Runtime runtime, Duration deadline, Set<ErrorCode> curable) {
        this(runtime, deadline, curable, deadline);
    }

    /** Starts the clock; one attempt ends by {@code attemptMax} if another one can do no harm. */
    Attempts(Runtime runtime, Duration deadline, Set<ErrorCode> curable, Duration attemptMax) {
        this.runtime = runtime;
        this.deadline = deadline;
        this.endNs = runtime.monotonicNs() + deadline.toNanos();
        this.curable = curable;
        this.attemptMax = attemptMax;
    }

    /** Returns the time left; not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, endNs - runtime.monotonicNs()));
    }

    /**
     * Makes attempts until one succeeds.
     *
     * @param what    for the message
     * @param attempt is given the time it may take: all that is left if a second attempt could do harm, else most of it,
     *     so that a lost message leaves time for another
     * @throws DatabaseException the first failure that is not curable; the last one when the time is up, as
     *     SERVICE_UNAVAILABLE if the code is one between processes
     */
    <T> T until(String what, Function<Duration, T> attempt) {
        while (true) {
            try {
                return attempt.apply(share());
            } catch (DatabaseException failure) {
                if (!curable.contains(failure.code())) {
                    throw failure;
                }
                pauseOrThrow(what, failure);
            }
        }
    }

    /** Waits before the next attempt; throws {@code failure} if there is no time for one. */
    void pauseOrThrow(String what, DatabaseException failure) {
        long pauseNs = Duration.ofMillis(pauseMs + runtime.random(pauseMs)).toNanos();
        if (pauseNs >= left().toNanos()) {
            throw outOfTime(what, failure);
        }
        runtime.sleep(Duration.ofNanos(pauseNs));
        pauseMs = Math.min(PAUSE_MS_MAX, 2 * pauseMs);
    }

    /** Returns what one attempt may take. */
    Duration share() {
        Duration left = left();
        if (!curable.contains(ErrorCode.DEADLINE_EXCEEDED)) {
            return left;
        }
        Duration most = left.multipliedBy(3).dividedBy(4);
        return most.compareTo(attemptMax) < 0 ? most : attemptMax;
    }

    private DatabaseException outOfTime(String what, DatabaseException failure) {
        if (failure.code() != ErrorCode.NOT_OWNER && failure.code() != ErrorCode.NODE_OFFLINE) {
            return failure;
        }
        return new DatabaseException(
                ErrorCode.SERVICE_UNAVAILABLE,
                what + " was not possible in " + deadline.toMillis() + " ms: " + failure.getMessage(),
                failure);
    }
}
