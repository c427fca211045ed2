package io.windhover.coordinator.placement;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Members that went a short while ago and may come back. */
final class Absences {
    private final long graceNs;
    private final Map<MemberId, Long> goneSinceNs = new TreeMap<>();
    private Members before = Members.NONE;

    Absences(Duration grace) {
        this.graceNs = grace.toNanos();
    }

    /** Takes note of who is there now; returns who may come back. */
    Set<MemberId> after(Members now, long nowNs) {
        before.all().stream()
                .map(Member::id)
                .filter(id -> now.find(id).isEmpty())
                .forEach(id -> goneSinceNs.putIfAbsent(id, nowNs));
        goneSinceNs
                .entrySet()
                .removeIf(gone -> now.find(gone.getKey()).isPresent() || nowNs - gone.getValue() >= graceNs);
        before = now;
        return new TreeSet<>(goneSinceNs.keySet());
    }
}
