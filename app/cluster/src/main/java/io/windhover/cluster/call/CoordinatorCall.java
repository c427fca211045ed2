package io.windhover.cluster.call;

import io.windhover.model.RequestId;
import io.windhover.model.role.Command;

/** The methods of {@link io.windhover.model.role.CoordinatorRole} that only the leader can answer. */
public sealed interface CoordinatorCall extends Call {
    /** Decides a command; answered with a {@code CommandResult}. */
    record Submit(Command command, RequestId requestId) implements CoordinatorCall {}

    /** Takes numbers; answered with an {@code IdWindow}. */
    record AllocateIds(int count) implements CoordinatorCall {}

    /** How it goes; answered with a {@code RoleHealth}. */
    record Health() implements CoordinatorCall {}
}
