package io.windhover.coordinator.placement;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.Groups;
import io.windhover.model.cluster.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The readers of each resource group, as one plan sees them. */
final class Crews {
    private final Map<MemberId, String> groups = new TreeMap<>();
    private final Map<String, List<MemberId>> placeable = new TreeMap<>();
    private final Set<MemberId> draining = new TreeSet<>();

    Crews(Situation situation) {
        Groups known = new Groups(situation.catalog(), situation.members());
        situation.returning().forEach(member -> groups.put(member.id(), known.of(member)));
        known.readers().forEach((group, members) -> {
            members.forEach(member -> groups.put(member.id(), group));
            members.stream().filter(Member::draining).map(Member::id).forEach(draining::add);
            List<MemberId> willing = members.stream()
                    .map(Member::id)
                    .filter(id -> !draining.contains(id))
                    .toList();
            placeable.put(
                    group, willing.isEmpty() ? members.stream().map(Member::id).toList() : willing);
        });
    }

    /** Returns those of a group that something can be placed on: if all that are there want to leave, those. */
    List<MemberId> placeable(String group) {
        return placeable.getOrDefault(group, List.of());
    }

    /** Returns the groups that somebody is there of. */
    Set<String> present() {
        return placeable.keySet();
    }

    /** Returns the group of a reader that is there or may come back. */
    Optional<String> of(MemberId member) {
        return Optional.ofNullable(groups.get(member));
    }

    /** Counts the readers of a group among some. */
    int count(List<MemberId> readers, String group) {
        return (int) readers.stream()
                .filter(reader -> group.equals(groups.get(reader)))
                .count();
    }

    /** Tells whether a member wants to leave and others of its group could take what it has. */
    boolean leaves(MemberId member) {
        return draining.contains(member)
                && of(member)
                        .filter(group -> !placeable(group).contains(member))
                        .isPresent();
    }

    boolean isDraining(MemberId member) {
        return draining.contains(member);
    }

    /** Returns the one of a group who has the fewest, the first by name among equals. */
    Optional<MemberId> least(String group, List<MemberId> except, Loads loads) {
        return placeable(group).stream()
                .filter(member -> !except.contains(member))
                .min(Comparator.comparing(loads::of));
    }
}
