package io.windhover.coordinator.placement;

import io.windhover.model.PersistentMap;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.catalog.ResourceGroup;
import io.windhover.model.cluster.Members;
import io.windhover.model.role.Command.SettleResourceGroups;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.runtime.Runtime;

/** Has resource groups filled up when members have come or gone. Owned by one fiber. */
final class GroupCare {
    private final Runtime runtime;
    private final CoordinatorRole coordinator;
    private Members members = Members.NONE;
    private PersistentMap<String, ResourceGroup> groups = PersistentMap.empty();

    GroupCare(Runtime runtime, CoordinatorRole coordinator) {
        this.runtime = runtime;
        this.coordinator = coordinator;
    }

    /** Settles the groups for those who are there now, once; returns whether that changed the catalog. */
    boolean settle(Catalog catalog, Members present) {
        if (present.equals(members) && catalog.resourceGroups() == groups) {
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
