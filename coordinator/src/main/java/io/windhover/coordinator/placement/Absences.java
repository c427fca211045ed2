package io.windhover.coordinator.placement;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Members that went a short while ago and may come back. */
final class Absences {
    private final long graceNs;
    private final Map<MemberId, Gone> gone = new TreeMap<>();
    private Members before = Members.NONE;

    /** Who went, and when. */
    private record Gone(Member member, long sinceNs) {}

    Absences(Duration grace) {
        this.graceNs = grace.toNanos();
    }

    /** Takes note of who is there now; returns who may come back. */
    List<Member> after(Members now, long nowNs) {
        before.all().stream()
                .filter(member -> now.find(member.id()).isEmpty())
                .forEach(member -> gone.putIfAbsent(member.id(), new Gone(member, nowNs)));
        gone.entrySet()
                .removeIf(entry -> now.find(entry.getKey()).isPresent()
                        || nowNs - entry.getValue().sinceNs() >= graceNs);
        before = now;
        return gone.values().stream().map(Gone::member).toList();
    }
}
