package io.windhover.coordinator.catalog;

import io.windhover.coordinator.catalog.CatalogChange.ResourceGroupPut;
import io.windhover.model.MemberId;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Groups;
import io.windhover.model.cluster.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the readers that are there into resource groups, one after another, until nothing is to be done.
 *
 * <pre>
 * a group that                 | gets or gives a member
 * has fewer than its requests  | from one with more than its limits; else from one with more than its requests: those
 *                              | of its transferFrom first, the default group next
 * has more than its limits     | to one with fewer than its requests; else to one of its transferTo that has fewer than
 *                              | its limits; else to the default group
 * </pre>
 *
 * A member that names its group leaves it only for what is above the limits.
 */
final class GroupMoves {
    private final Draft draft;
    private final Map<String, ResourceGroup> groups = new TreeMap<>();
    private final Map<String, List<Member>> readers = new TreeMap<>();

    private GroupMoves(Draft draft) {
        this.draft = draft;
        draft.catalog().resourceGroups().values().forEach(group -> groups.put(group.name(), group));
        groups.putIfAbsent(ResourceGroup.DEFAULT_NAME, ResourceGroup.DEFAULT);
        new Groups(draft.catalog(), draft.members())
                .readers()
                .forEach((name, members) -> readers.put(name, new ArrayList<>(members)));
    }

    /** Creates the groups that members name, then moves members until every group has what it can have. */
    static void settle(Draft draft) {
        for (String named :
                new Groups(draft.catalog(), draft.members()).readers().keySet()) {
            if (draft.catalog().resourceGroup(named).isEmpty()
                    && draft.catalog().resourceGroups().size() + 1
                            < draft.limits().resourceGroups()) {
                draft.change(new ResourceGroupPut(
                        new ResourceGroup(named, ResourceGroup.Config.of(0, ResourceGroup.UNLIMITED), List.of())));
            }
        }
        GroupMoves moves = new GroupMoves(draft);
        for (String group : List.copyOf(moves.groups.keySet())) {
            moves.fill(group);
        }
        for (String group : List.copyOf(moves.groups.keySet())) {
            moves.drain(group);
        }
    }

    /** Returns who is moved before others: the last by name, those that leave the cluster after all others. */
    static Comparator<Member> goesFirst() {
        return Comparator.comparing(Member::draining).thenComparing(Member::id, Comparator.reverseOrder());
    }

    /** Puts a member into a group, whichever lists it now. */
    static void move(Draft draft, MemberId member, String target) {
        for (ResourceGroup group : draft.catalog().resourceGroups().values().toList()) {
            if (group.members().contains(member)) {
                draft.change(new ResourceGroupPut(group.with(group.members().stream()
                        .filter(other -> !other.equals(member))
                        .toList())));
            }
        }
        ResourceGroup group = draft.catalog().resourceGroup(target).orElseThrow();
        List<MemberId> more = new ArrayList<>(group.members());
        more.add(member);
        draft.change(new ResourceGroupPut(group.with(more)));
    }

    private int count(String group) {
        return readers.getOrDefault(group, List.of()).size();
    }

    private int missing(String group) {
        return groups.get(group).config().requests() - count(group);
    }

    private int redundant(String group) {
        return count(group) - groups.get(group).config().limits();
    }

    private void fill(String group) {
        while (missing(group) > 0) {
            Optional<Member> next = source(group);
            if (next.isEmpty()) {
                return;
            }
            move(next.get(), group);
        }
    }

    private Optional<Member> source(String target) {
        List<String> from = groups.get(target).config().transferFrom();
        return groups.keySet().stream()
                .filter(group -> !group.equals(target))
                .filter(group -> missing(group) < 0 && leaver(group).isPresent())
                .max(Comparator.comparing((String group) -> Math.max(0, redundant(group)))
                        .thenComparing(from::contains)
                        .thenComparing(ResourceGroup.DEFAULT_NAME::equals)
                        .thenComparing((String group) -> -missing(group))
                        .thenComparing(Comparator.reverseOrder()))
                .flatMap(this::leaver);
    }

    private Optional<Member> leaver(String group) {
        boolean anybody = group.equals(ResourceGroup.DEFAULT_NAME) || redundant(group) > 0;
        return readers.getOrDefault(group, List.of()).stream()
                .filter(member -> anybody || !member.resourceGroup().equals(group))
                .min(goesFirst());
    }

    private void drain(String group) {
        while (redundant(group) > 0) {
            Optional<String> target = target(group);
            if (target.isEmpty()) {
                return;
            }
            move(leaver(group).orElseThrow(), target.get());
        }
    }

    private Optional<String> target(String source) {
        List<String> to = groups.get(source).config().transferTo();
        Optional<String> wanting = groups.keySet().stream()
                .filter(group -> !group.equals(source) && redundant(group) < 0)
                .filter(group -> missing(group) > 0 || to.contains(group))
                .max(Comparator.comparing((String group) -> Math.max(0, missing(group)))
                        .thenComparing((String group) -> -redundant(group))
                        .thenComparing(Comparator.reverseOrder()));
        return wanting.or(() -> Optional.of(ResourceGroup.DEFAULT_NAME).filter(group -> !group.equals(source)));
    }

    private void move(Member member, String target) {
        readers.values().forEach(members -> members.remove(member));
        readers.computeIfAbsent(target, _ -> new ArrayList<>()).add(member);
        move(draft, member.id(), target);
    }
}
