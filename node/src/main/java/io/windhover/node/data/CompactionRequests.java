package io.windhover.node.data;

import io.windhover.model.CollectionId;
import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.JobId;
import io.windhover.model.role.CompactionProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/**
 * The compactions that somebody asked for: those to do, and the last of those that are done. Anyone adds and reads; only
 * the compactor's fiber changes what is there. Kept in memory: after a restart nobody has asked for anything.
 */
final class CompactionRequests {
    /** Requests kept; of these the oldest that is done goes first. */
    static final int KEPT_MAX = 1024;

    private final ConcurrentSkipListMap<JobId, CompactionProgress> all = new ConcurrentSkipListMap<>();

    /**
     * Adds a request.
     *
     * @throws DatabaseException SERVICE_TOO_MANY_REQUESTS when too many wait
     */
    void add(JobId job, CollectionId collection) {
        if (all.size() >= KEPT_MAX) {
            forgetOldest();
        }
        all.put(job, CompactionProgress.started(job, collection));
    }

    private void forgetOldest() {
        JobId oldest = all.values().stream()
                .filter(CompactionProgress::done)
                .map(CompactionProgress::job)
                .findFirst()
                .orElseThrow(() ->
                        DatabaseException.of(ErrorCode.SERVICE_TOO_MANY_REQUESTS, "compactionsWaiting", all.size()));
        all.remove(oldest);
    }

    /** Returns one request; empty if it is not known (any more). */
    Optional<CompactionProgress> find(JobId job) {
        return Optional.ofNullable(all.get(job));
    }

    /** Returns the requests to do, by collection. */
    Map<CollectionId, List<JobId>> waiting() {
        Map<CollectionId, List<JobId>> waiting = new TreeMap<>();
        for (CompactionProgress progress : all.values()) {
            if (!progress.done()) {
                waiting.computeIfAbsent(progress.collection(), id -> new ArrayList<>())
                        .add(progress.job());
            }
        }
        return waiting;
    }

    /** Changes some requests that are there. */
    void change(List<JobId> jobs, UnaryOperator<CompactionProgress> change) {
        jobs.forEach(job -> all.computeIfPresent(job, (id, progress) -> change.apply(progress)));
    }
}
