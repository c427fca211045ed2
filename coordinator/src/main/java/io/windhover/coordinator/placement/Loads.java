package io.windhover.coordinator.placement;

import io.windhover.model.MemberId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How many shards each of some members has. */
final class Loads {
    private final Map<MemberId, Integer> counts = new TreeMap<>();

    Loads(Set<MemberId> members) {
        members.forEach(member -> counts.put(member, 0));
    }

    /** Counts for those that are counted. */
    void add(MemberId member, int difference) {
        counts.computeIfPresent(member, (_, count) -> count + difference);
    }

    int of(MemberId member) {
        return counts.getOrDefault(member, 0);
    }

    /** Returns who has the fewest, the first by name among equals. */
    Optional<MemberId> least(Collection<MemberId> except) {
        return counts.keySet().stream()
                .filter(member -> !except.contains(member))
                .min(Comparator.comparing(this::of));
    }

    /** Returns who has the most, the first by name among equals. */
    Optional<MemberId> most() {
        return counts.keySet().stream().max(Comparator.comparing(this::of));
    }
}
