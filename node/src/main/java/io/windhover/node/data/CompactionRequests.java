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
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/**
 * The compactions that somebody asked for: those to do, and the last of those that are done. Anyone adds and reads; only
 * the compactor's fiber changes what is there. Kept in memory: after a restart nobody has asked for anything.
 */
final class CompactionRequests {
    /** Requests kept, done ones included; of these the oldest that is done goes first. */
    private final int keptMax;

    private final int ofOneMax;

    CompactionRequests(WorkLimits limits) {
        this.keptMax = limits.compactionRequests();
        this.ofOneMax = limits.compactionRequestsOfOne();
    }

    /** One request: when it came and how far it is. */
    private record Request(long askedAtMs, CompactionProgress progress) {
        boolean done() {
            return progress.done();
        }
    }

    private final ConcurrentSkipListMap<JobId, Request> all = new ConcurrentSkipListMap<>();

    /**
     * Adds a request.
     *
     * @throws DatabaseException SERVICE_RATE_LIMIT when too many wait, of this collection or of all
     */
    void add(JobId job, CollectionId collection, long nowMs) {
        int ofOne = waiting().getOrDefault(collection, List.of()).size();
        if (ofOne >= ofOneMax) {
            throw tooMany(ofOne + " compactions of this collection");
        }
        if (all.size() >= keptMax) {
            forgetOldest();
        }
        all.put(job, new Request(nowMs, CompactionProgress.started(job, collection)));
    }

    private void forgetOldest() {
        JobId oldest = all.values().stream()
                .filter(Request::done)
                .map(request -> request.progress().job())
                .findFirst()
                .orElseThrow(() -> tooMany(all.size() + " compactions"));
        all.remove(oldest);
    }

    private static DatabaseException tooMany(String what) {
        return new DatabaseException(
                ErrorCode.SERVICE_RATE_LIMIT, "rate limit exceeded: " + what + " wait already, try again later");
    }

    /** Returns one request; empty if it is not known (any more). */
    Optional<CompactionProgress> find(JobId job) {
        return Optional.ofNullable(all.get(job)).map(Request::progress);
    }

    /** Returns the requests to do, by collection. */
    Map<CollectionId, List<JobId>> waiting() {
        Map<CollectionId, List<JobId>> waiting = new TreeMap<>();
        for (Request request : all.values()) {
            CompactionProgress progress = request.progress();
            if (!progress.done()) {
                waiting.computeIfAbsent(progress.collection(), id -> new ArrayList<>())
                        .add(progress.job());
            }
        }
        return waiting;
    }

    /** Returns when the last of some requests came, in milliseconds since 1970; empty if there is none. */
    OptionalLong askedAtMs(List<JobId> jobs) {
        return jobs.stream()
                .flatMap(job -> Optional.ofNullable(all.get(job)).stream())
                .mapToLong(Request::askedAtMs)
                .max();
    }

    /** Changes some requests that are there. */
    void change(List<JobId> jobs, UnaryOperator<CompactionProgress> change) {
        jobs.forEach(job -> all.computeIfPresent(
                job, (id, request) -> new Request(request.askedAtMs(), change.apply(request.progress()))));
    }
}
