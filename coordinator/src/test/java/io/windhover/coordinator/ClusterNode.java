package io.windhover.coordinator;

import io.windhover.coordinator.follow.FollowedCatalog;
import io.windhover.coordinator.leadership.Leadership;
import io.windhover.coordinator.membership.FollowedMembers;
import io.windhover.coordinator.membership.Membership;
import io.windhover.coordinator.placement.PlacingSettings;
import io.windhover.coordinator.witness.MemberCalls;
import io.windhover.model.DatabaseException;
import io.windhover.model.MemberId;
import io.windhover.model.ShardId;
import io.windhover.model.catalog.Collection;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Fiber;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.MetaStore;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One process of a simulated cluster that holds its name, follows the catalog, and leads when it can. */
final class ClusterNode {
    static final Duration TERM = Duration.ofSeconds(2);
    static final PlacingSettings PLACING = new PlacingSettings(3, 64, Duration.ofSeconds(3), Duration.ofSeconds(1));

    final SimulatedProcess process;
    final PausableStore store;
    final String name;
    private final MemberCalls calls;
    private Optional<Membership> membership = Optional.empty();
    private Optional<FollowedCatalog> followed = Optional.empty();
    private Optional<Long> caughtUpAs = Optional.empty();
    private Optional<LeadingCoordinator> leader = Optional.empty();

    ClusterNode(Simulation simulation, MetaStore meta, String name, MemberCalls calls) {
        this.process = simulation.process(name);
        this.store = new PausableStore(simulation.world().runtime(), meta);
        this.name = name;
        this.calls = calls;
        Fiber unused = process.runtime().fork("start", this::start);
    }

    private Runtime runtime() {
        return process.runtime();
    }

    private void start() {
        while (followed.isEmpty()) {
            try {
                followed = Optional.of(FollowedCatalog.open(runtime(), store));
            } catch (DatabaseException unreachable) {
                runtime().sleep(Duration.ofMillis(100));
            }
        }
        membership = Optional.of(Membership.join(
                runtime(), store, Crowd.member(name, false), TERM, new Membership.Listener() {
                    @Override
                    public void joined(Member self) {
                        Fiber unused = runtime().fork("catch up", () -> catchUp(self));
                    }

                    @Override
                    public void lost() {
                        caughtUpAs = Optional.empty();
                    }
                }));
        contend();
    }

    private void catchUp(Member self) {
        while (membership.flatMap(Membership::incarnation).equals(Optional.of(self.incarnation()))) {
            try {
                followed.orElseThrow().caughtUp(Duration.ofSeconds(1));
                caughtUpAs = Optional.of(self.incarnation());
                return;
            } catch (DatabaseException again) {
                runtime().sleep(Duration.ofMillis(50));
            }
        }
    }

    private void contend() {
        while (true) {
            try {
                Leadership.tryTake(runtime(), store, name, TERM).ifPresent(this::lead);
            } catch (DatabaseException unreachable) {
                // As those who stand by do: again after a pause.
            }
            runtime().sleep(Duration.ofMillis(100 + runtime().random(200)));
        }
    }

    private void lead(Leadership right) {
        try (right;
                FollowedMembers members = FollowedMembers.open(runtime(), store)) {
            LeadingCoordinator leading = LeadingCoordinator.open(
                    runtime(),
                    store,
                    CoordinatorSettings.EMBEDDED.withLeader(right.condition(), 4_000),
                    new LeadingCoordinator.Cluster(members, calls, PLACING));
            leader = Optional.of(leading);
            while (right.isHeld()) {
                runtime().sleep(Duration.ofMillis(50));
            }
            leader = Optional.empty();
            leading.close();
        } finally {
            leader = Optional.empty();
        }
    }

    void drain() {
        membership.ifPresent(Membership::drain);
    }

    Optional<LeadingCoordinator> leader() {
        return process.isAlive() ? leader : Optional.empty();
    }

    /** Tells whether it answers requests: its name is its own, and it has caught up since. */
    boolean serves() {
        return process.isAlive()
                && caughtUpAs.isPresent()
                && membership.flatMap(Membership::incarnation).equals(caughtUpAs);
    }

    /** Returns the shards that it would take writes for now. */
    List<ShardId> owns() {
        List<ShardId> owned = new ArrayList<>();
        if (serves()) {
            for (Collection c : catalog().catalog().collections().values().toList()) {
                for (int n = 0; n < c.settings().shardCount(); n++) {
                    if (c.placement(n)
                            .owner()
                            .filter(new MemberId(name)::equals)
                            .isPresent()) {
                        owned.add(new ShardId(c.id(), n));
                    }
                }
            }
        }
        return owned;
    }

    FollowedCatalog catalog() {
        return followed.orElseThrow();
    }

    boolean isStarted() {
        return process.isAlive() && followed.isPresent();
    }
}
