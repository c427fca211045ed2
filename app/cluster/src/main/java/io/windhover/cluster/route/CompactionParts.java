package io.windhover.cluster.route;

import io.windhover.model.CollectionId;
import io.windhover.model.JobId;
import io.windhover.model.MemberId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Which jobs at which owners one compaction consists of; the oldest are forgotten. One immutable map, replaced whole. */
final class CompactionParts {
    private static final int REMEMBERED_MAX = 256;

    /** A job at an owner. */
    record Part(MemberId owner, JobId job) {}

    /** A compaction. */
    record Whole(CollectionId collection, List<Part> parts) {}

    private final AtomicReference<Map<JobId, Whole>> known = new AtomicReference<>(Map.of());

    void remember(JobId job, Whole whole) {
        known.updateAndGet(before -> {
            Map<JobId, Whole> after = new LinkedHashMap<>(before);
            after.put(job, whole);
            if (after.size() > REMEMBERED_MAX) {
                after.remove(after.keySet().iterator().next());
            }
            return after;
        });
    }

    Optional<Whole> find(JobId job) {
        return Optional.ofNullable(known.get().get(job));
    }
}
