package io.windhover.cluster.call;

import io.windhover.model.DatabaseException;
import io.windhover.model.ErrorCode;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.DataRole;
import io.windhover.model.role.QueryRole;
import io.windhover.model.role.RoleHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a process is at one moment.
 *
 * @param coordinator present while it leads
 */
public record Roles(Optional<CoordinatorRole> coordinator, Optional<DataRole> data, Optional<QueryRole> query) {
    /** Nothing. */
    public static final Roles NONE = new Roles(Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns the coordinator; throws NODE_OFFLINE if the process does not lead. */
    CoordinatorRole requireCoordinator() {
        return coordinator.orElseThrow(() -> offline("the coordinator that leads"));
    }

    /** Returns the data role; throws NODE_OFFLINE if the process has none. */
    DataRole requireData() {
        return data.orElseThrow(() -> offline("a data node"));
    }

    /** Returns the query role; throws NODE_OFFLINE if the process has none. */
    QueryRole requireQuery() {
        return query.orElseThrow(() -> offline("a query node"));
    }

    /** Returns the health of each. */
    List<RoleHealth> healths() {
        List<RoleHealth> all = new ArrayList<>();
        coordinator.ifPresent(role -> all.add(role.roleHealth()));
        data.ifPresent(role -> all.add(role.roleHealth()));
        query.ifPresent(role -> all.add(role.roleHealth()));
        return all;
    }

    private static DatabaseException offline(String what) {
        return new DatabaseException(ErrorCode.NODE_OFFLINE, "this process is not " + what + " (any more, or yet)");
    }
}
