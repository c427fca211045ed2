package io.windhover.coordinator.catalog;

import io.windhover.model.RequestId;
import io.windhover.model.role.CommandResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored results of the last commands, bounded by number and age. Owned by one fiber; mirrors what is durable. */
final class ResultHistory {
    /** Removing old results is spread over later transactions, so that none of them grows much. */
    private static final int REMOVED_AT_ONCE = 16;

    private final int countMax;
    private final long ageMaxMs;
    private final Map<RequestId, CommandResult> byRequest = new HashMap<>();
    private final ArrayDeque<StoredResults> oldestFirst = new ArrayDeque<>();

    ResultHistory(int countMax, long ageMaxMs, List<StoredResults> stored) {
        this.countMax = countMax;
        this.ageMaxMs = ageMaxMs;
        stored.forEach(this::add);
    }

    Optional<CommandResult> find(RequestId request) {
        return Optional.ofNullable(byRequest.get(request));
    }

    /** Returns the oldest results that have to go when {@code adding} more come; nothing is removed yet. */
    List<StoredResults> surplus(int adding, long nowMs) {
        List<StoredResults> surplus = new ArrayList<>();
        int count = byRequest.size() + adding;
        for (StoredResults oldest : oldestFirst) {
            boolean expired = nowMs - oldest.committedMs() > ageMaxMs;
            if (surplus.size() == REMOVED_AT_ONCE || count <= countMax && !expired) {
                break;
            }
            surplus.add(oldest);
            count -= oldest.results().size();
        }
        return surplus;
    }

    void add(StoredResults results) {
        oldestFirst.addLast(results);
        results.results().forEach(r -> byRequest.put(r.request(), r.result()));
    }

    /** Forgets what {@link #surplus} returned. */
    void remove(List<StoredResults> surplus) {
        for (StoredResults oldest : surplus) {
            oldestFirst.removeFirst();
            oldest.results().forEach(r -> byRequest.remove(r.request(), r.result()));
        }
    }

    int size() {
        return byRequest.size();
    }
}
