package io.windhover.model.cluster;

import io.windhover.model.MemberId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.ResourceGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which reader is in which resource group, by one catalog and those that are there. A member is in the group that lists
 * it; if none does, in the one that it names, whether that was created already or not.
 */
public final class Groups {
    private final Catalog catalog;
    private final Members members;
    private final Map<MemberId, String> listed = new TreeMap<>();

    /** Works out the groups of {@code members}. */
    public Groups(Catalog catalog, Members members) {
        this.catalog = catalog;
        this.members = members;
        catalog.resourceGroups()
                .values()
                .forEach(group -> group.members().forEach(member -> listed.put(member, group.name())));
    }

    /** Returns the group of a member. */
    public String of(Member member) {
        return listed.getOrDefault(member.id(), member.resourceGroup());
    }

    /** Returns the group of a member that is there. */
    public Optional<String> of(MemberId member) {
        return members.find(member).map(this::of);
    }

    /** Returns the readers that are there, draining ones included, by their groups. */
    public Map<String, List<Member>> readers() {
        Map<String, List<Member>> all = new LinkedHashMap<>();
        for (Member member : members.with(ClusterRole.QUERY)) {
            all.merge(of(member), List.of(member), Groups::joined);
        }
        return all;
    }

    private static List<Member> joined(List<Member> some, List<Member> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Returns the readers of a group that are there, draining ones included. */
    public List<Member> readers(String group) {
        return members.with(ClusterRole.QUERY).stream()
                .filter(member -> of(member).equals(group))
                .toList();
    }

    /** Returns the readers of a group that something new can be placed on. */
    public List<Member> placeable(String group) {
        return readers(group).stream().filter(member -> !member.draining()).toList();
    }

    /** Tells whether there is a group of a name: it was created, or somebody who is there names it. */
    public boolean exists(String group) {
        return find(group).isPresent()
                || members.with(ClusterRole.QUERY).stream()
                        .anyMatch(member -> member.resourceGroup().equals(group));
    }

    /** Finds a group that was created, or the default one. */
    public Optional<ResourceGroup> find(String group) {
        return catalog.resourceGroup(group);
    }
}
