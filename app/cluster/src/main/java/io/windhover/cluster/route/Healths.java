package io.windhover.cluster.route;

import io.windhover.cluster.call.Call;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.model.role.RoleHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The health of a role in all processes that have it, as one. */
final class Healths {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private Healths() {}

    /**
     * Asks every member with a role; waits a second at most. One that does not serve makes the whole SAFE_MODE.
     *
     * @param name of the role
     */
    static RoleHealth merged(Route route, ClusterRole role, String name, Call call) {
        List<Member> members = route.members().get().with(role);
        if (members.isEmpty()) {
            return new RoleHealth(
                    name, RoleHealth.State.SAFE_MODE, List.of("safe mode: no " + name + " node is there"));
        }
        List<Supplier<RoleHealth>> questions = members.stream()
                .<Supplier<RoleHealth>>map(member -> () -> ask(route, member.id(), name, call))
                .toList();
        List<RoleHealth> healths = route.all("health", TIMEOUT.multipliedBy(2), questions);
        List<String> reasons = new ArrayList<>();
        boolean isServing = true;
        for (int i = 0; i < healths.size(); i++) {
            MemberId member = members.get(i).id();
            healths.get(i).reasons().forEach(reason -> reasons.add(member + ": " + reason));
            isServing &= healths.get(i).state() == RoleHealth.State.SERVING;
        }
        return new RoleHealth(name, isServing ? RoleHealth.State.SERVING : RoleHealth.State.SAFE_MODE, reasons);
    }

    private static RoleHealth ask(Route route, MemberId member, String name, Call call) {
        try {
            return route.ask(member, call, RoleHealth.class, TIMEOUT);
        } catch (DatabaseException failure) {
            return new RoleHealth(name, RoleHealth.State.SAFE_MODE, List.of(failure.getMessage()));
        }
    }
}
