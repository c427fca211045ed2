package io.windhover.model.cluster;

import io.windhover.model.MemberId;
import java.util.List;
import java.util.Optional;

/**
 * The processes that are there at one moment, in order of their names.
 *
 * @param version of the metadata store
 */
public record Members(long version, List<Member> all) {
    /** Nobody; a database in one process has no members. */
    public static final Members NONE = new Members(0, List.of());

    /** Copies the list. */
    public Members {
        all = List.copyOf(all);
    }

    /** Finds a member that is there. */
    public Optional<Member> find(MemberId id) {
        return all.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    /** Returns those with a role, draining ones included. */
    public List<Member> with(ClusterRole role) {
        return all.stream().filter(member -> member.is(role)).toList();
    }

    /** Returns those that something new can be placed on: with a role and not draining. */
    public List<Member> placeable(ClusterRole role) {
        return with(role).stream().filter(member -> !member.draining()).toList();
    }
}
