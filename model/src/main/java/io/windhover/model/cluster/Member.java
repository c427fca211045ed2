package io.windhover.model.cluster;

import io.windhover.model.MemberId;
import io.windhover.model.catalog.ResourceGroup;
import java.util.Set;

/**
 * A process of a cluster that is there: its lease runs.
 *
 * @param id            its name
 * @param incarnation   differs each time the name is taken
 * @param address       where it is called, as the network names it
 * @param roles         what it is
 * @param resourceGroup the group of readers it belongs to
 * @param draining      it wants to leave: nothing new is placed on it, and what it has is moved away
 * @param version       of the program
 */
public record Member(
        MemberId id,
        long incarnation,
        String address,
        Set<ClusterRole> roles,
        String resourceGroup,
        boolean draining,
        String version) {
    /** The group of members that name none. */
    public static final String DEFAULT_GROUP = ResourceGroup.DEFAULT_NAME;

    /** Copies the set. */
    public Member {
        roles = Set.copyOf(roles);
    }

    /** Tells whether it has a role. */
    public boolean is(ClusterRole role) {
        return roles.contains(role);
    }
}
