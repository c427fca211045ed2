package io.windhover.coordinator;

import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.coordinator.placement.Placing;
import io.windhover.coordinator.placement.PlacingSettings;
import io.windhover.coordinator.witness.MemberCalls;
import io.windhover.coordinator.witness.WitnessedCoordinator;
import io.windhover.coordinator.witness.Witnesses;
import io.windhover.model.RequestId;
import io.windhover.model.catalog.Catalog;
import io.windhover.model.role.Command;
import io.windhover.model.role.CommandResult;
import io.windhover.model.role.CoordinatorRole;
import io.windhover.model.role.IdWindow;
import io.windhover.model.role.RoleHealth;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the leader of a cluster is: the one who decides, on condition that it leads; those who witness what it decided;
 * and the one who places shards. When it leads no more its catalog stops by itself and it is to be closed.
 */
public final class LeadingCoordinator implements CoordinatorRole, AutoCloseable {
    private final Coordinator coordinator;
    private final FollowedMembers members;
    private final Witnesses witnesses;
    private final WitnessedCoordinator witnessed;
    private final Placing placing;

    private LeadingCoordinator(
            Runtime runtime, MetaStore meta, Coordinator coordinator, Cluster cluster, int waitingMax) {
        this.coordinator = coordinator;
        this.members = cluster.members();
        this.witnesses = Witnesses.open(
                runtime, meta, cluster.calls(), () -> coordinator.catalog().version());
        this.witnessed = new WitnessedCoordinator(coordinator, witnesses, waitingMax);
        this.placing = Placing.open(runtime, coordinator, members, witnesses, cluster.calls(), cluster.placing());
    }

    /**
     * Those whom a coordinator leads.
     *
     * @param members who they are; not closed by whoever leads
     * @param calls   how they are asked
     * @param placing how shards are placed on them
     */
    public record Cluster(FollowedMembers members, MemberCalls calls, PlacingSettings placing) {}

    /**
     * Reads the catalog and begins to lead.
     *
     * @param settings with the condition under which it leads
     * @throws io.windhover.model.DatabaseException SERVICE_UNAVAILABLE when the store cannot be reached; DATA_INTEGRITY
     *     naming the key that cannot be read
     */
    public static LeadingCoordinator open(
            Runtime runtime, MetaStore meta, CoordinatorSettings settings, Cluster cluster) {
        Coordinator coordinator = Coordinator.open(runtime, meta, settings.withMembers(cluster.members()::members));
        return new LeadingCoordinator(
                runtime, meta, coordinator, cluster, settings.catalog().waitingMax());
    }

    @Override
    public CommandResult submit(Command command, RequestId requestId) {
        return witnessed.submit(command, requestId);
    }

    @Override
    public Catalog catalog() {
        return coordinator.catalog();
    }

    @Override
    public Catalog awaitVersion(long atLeast, Duration timeout) {
        return coordinator.awaitVersion(atLeast, timeout);
    }

    @Override
    public IdWindow allocateIds(int count) {
        return coordinator.allocateIds(count);
    }

    /** Returns the one who decides, for what belongs to it alone: its queue and its sweep. */
    public Coordinator coordinator() {
        return coordinator;
    }

    /** Returns how many shards are under way from one member to another. */
    public int moving() {
        return placing.moving();
    }

    @Override
    public RoleHealth roleHealth() {
        RoleHealth health = coordinator.roleHealth();
        List<String> reasons = new ArrayList<>(health.reasons());
        placing.trouble().ifPresent(reasons::add);
        members.trouble().ifPresent(reasons::add);
        return new RoleHealth(health.role(), health.state(), reasons, health.lacks());
    }

    /** Leads no more; commands that wait for witnesses are told to ask the next leader. */
    @Override
    public void close() {
        placing.close();
        witnesses.close();
        coordinator.close();
    }
}
