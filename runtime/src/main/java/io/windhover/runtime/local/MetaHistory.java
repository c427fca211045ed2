package io.windhover.runtime.local;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.runtime.port.MetaStore.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The latest changes, kept for watches; as many versions as fit a bound. */
final class MetaHistory {
    private static final int VERSIONS_MAX = 16_384;

    /** The changes of one version. */
    record Step(long version, List<Event> events) {}

    private final ArrayDeque<Step> steps = new ArrayDeque<>();
    private final List<MetaWatch> watches = new ArrayList<>();
    /** All later changes are in {@link #steps}. */
    private long completeAfter;

    MetaHistory(long version) {
        this.completeAfter = version;
    }

    synchronized void add(Step step) {
        steps.add(step);
        if (steps.size() > VERSIONS_MAX) {
            completeAfter = steps.poll().version();
        }
    }

    /** Wakes all watches. */
    void announce() {
        List<MetaWatch> woken;
        synchronized (this) {
            woken = List.copyOf(watches);
        }
        woken.forEach(MetaWatch::wake);
    }

    synchronized void register(MetaWatch watch, long afterVersion) {
        if (afterVersion < completeAfter) {
            throw new DatabaseException(
                    ErrorCode.CATALOG_STALE,
                    "changes after version " + afterVersion + " are kept only from " + completeAfter
                            + " on, read the prefix anew");
        }
        watches.add(watch);
    }

    synchronized void remove(MetaWatch watch) {
        watches.remove(watch);
    }

    /** Ends all watches. */
    void close() {
        List<MetaWatch> ended;
        synchronized (this) {
            ended = List.copyOf(watches);
        }
        ended.forEach(MetaWatch::close);
    }

    /** Tells whether every change later than {@code version} is still here. */
    synchronized boolean reachesBackTo(long version) {
        return version >= completeAfter;
    }

    /** Returns the steps later than {@code version}, oldest first. */
    synchronized List<Step> after(long version) {
        List<Step> later = new ArrayList<>();
        var newestFirst = steps.descendingIterator();
        while (newestFirst.hasNext()) {
            Step step = newestFirst.next();
            if (step.version() <= version) {
                break;
            }
            later.add(step);
        }
        return later.reversed();
    }
}
