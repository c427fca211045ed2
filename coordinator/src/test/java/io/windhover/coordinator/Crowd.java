package io.windhover.coordinator;

import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import java.util.Set;
import java.util.stream.Stream;

/** Members that tests use. */
public final class Crowd {
    private Crowd() {}

    /** Returns members that own and read, none of them draining. */
    public static Members of(String... names) {
        return new Members(
                7, Stream.of(names).sorted().map(name -> member(name, false)).toList());
    }

    /** Returns a member that owns and reads, in the default group. */
    public static Member member(String name, boolean draining) {
        return member(name, Member.DEFAULT_GROUP, draining);
    }

    /** Returns a member that owns and reads and names a resource group. */
    public static Member member(String name, String group, boolean draining) {
        return new Member(
                new MemberId(name), 1, name + ":1", Set.of(ClusterRole.DATA, ClusterRole.QUERY), group, draining, "1");
    }
}
