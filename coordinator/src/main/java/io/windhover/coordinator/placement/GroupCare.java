package io.windhover.coordinator.placement;

import io.windhover.model.PersistentMap;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Member;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command.SettleResourceGroups;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Runtime;
import java.time.Duration;
import java.util.List;

/** Has resource groups filled up when members have come, or have gone and did not come back. Owned by one fiber. */
final class GroupCare {
    private final Runtime runtime;
    private final CoordinatorRole coordinator;
    private final Absences absences;
    private List<Member> returning = List.of();
    private Members members = Members.NONE;
    private PersistentMap<String, ResourceGroup> groups = PersistentMap.empty();

    /** Takes care of the groups; who is gone is waited for as long as {@code grace}. */
    GroupCare(Runtime runtime, CoordinatorRole coordinator, Duration grace) {
        this.runtime = runtime;
        this.coordinator = coordinator;
        this.absences = new Absences(grace);
    }

    /** Takes note of who is there now; returns who may come back. */
    List<Member> returning(Members present) {
        returning = absences.after(present, runtime.monotonicNs());
        return returning;
    }

    /**
     * Settles the groups for those who are there now, once, unless somebody may come back.
     *
     * @return whether that changed the catalog
     */
    boolean settle(Catalog catalog, Members present) {
        boolean isSettled = present.equals(members) && catalog.resourceGroups() == groups;
        if (isSettled || !returning.isEmpty()) {
            return false;
        }
        RequestId request = new RequestId("groups-" + Long.toHexString(runtime.random(Long.MAX_VALUE)));
        boolean changed =
                coordinator.submit(new SettleResourceGroups(), request).changed();
        members = present;
        groups = catalog.resourceGroups();
        return changed;
    }
}
