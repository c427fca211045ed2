package io.windhover.simulation.cluster;

import io.windhover.cluster.ClusterProcess;
import io.windhover.cluster.ProcessSettings;
import io.windhover.cluster.call.DataCall;
import io.windhover.embedded.Standalone.Stores;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.model.MemberId;
import io.windhover.model.cluster.ClusterRole;
import io.windhover.model.cluster.Member;
import io.windhover.runtime.Promise;
import io.windhover.runtime.simulated.SimulatedNetwork;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The processes of one cluster, what they share, and the network between them. */
public final class SimulatedCluster {
    /** How long a process may serve after it last heard from the metadata store. */
    public static final Duration TERM = Duration.ofSeconds(2);

    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration CLOSE_MAX = Duration.ofMinutes(2);
    private static final int CHANGES_MAX = 4_096;
    private static final int CLOCK_ERROR_MS = 400;
    private static final int DRIFT_PER_MILLION = 2_000;

    private final Simulation simulation;
    private final SplittableRandom chance;
    private final StandaloneSettings settings;
    private final Tampering tampering;
    private final SharedStores stores;
    private final SimulatedNetwork network;
    private final Map<String, ClusterMember> members = new LinkedHashMap<>();
    private int names;

    /** Prepares a cluster without members. */
    public SimulatedCluster(Simulation simulation, StandaloneSettings settings, Tampering tampering) {
        this.simulation = simulation;
        this.chance = simulation.chance("cluster");
        this.settings = settings;
        this.tampering = tampering;
        this.stores = new SharedStores(simulation, settings.logs());
        this.network = new SimulatedNetwork(simulation);
        // A carrier delivers a write once or not at all, since it has no id.
        network.doubles(request -> !(request instanceof DataCall.Append));
    }

    /** Starts a cluster of a drawn shape: one to three of each role that must be there, and some that are several. */
    public void populate() {
        addAll(1 + chance.nextInt(3), ClusterRole.COORDINATOR);
        addAll(1 + chance.nextInt(3), ClusterRole.PROXY);
        addAll(1 + chance.nextInt(4), ClusterRole.DATA);
        addAll(1 + chance.nextInt(4), ClusterRole.QUERY);
    }

    private void addAll(int count, ClusterRole role) {
        for (int i = 0; i < count; i++) {
            Set<ClusterRole> roles = EnumSet.of(role);
            if (chance.nextInt(4) == 0) {
                roles.add(ClusterRole.values()[chance.nextInt(ClusterRole.values().length)]);
            }
            add(roles);
        }
    }

    /** Starts a process under a new name. */
    ClusterMember add(Set<ClusterRole> roles) {
        names++;
        String initials = roles.stream()
                .map(role -> role.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT))
                .reduce("", String::concat);
        ClusterMember member = new ClusterMember(initials + names, roles);
        members.put(member.name(), member);
        start(member);
        return member;
    }

    /** Starts a process under the name of one that was killed. */
    void start(ClusterMember member) {
        SimulatedProcess process = simulation.process(member.name());
        process.runtime().clockErrorMs(chance.nextInt(2 * CLOCK_ERROR_MS) - CLOCK_ERROR_MS);
        process.runtime().drift(chance.nextInt(2 * DRIFT_PER_MILLION) - DRIFT_PER_MILLION);
        WayToStores way = new WayToStores(simulation, process.runtime(), stores);
        Stores seen = way.stores(tampering.wiring(process.runtime()));
        Member self = new Member(
                new MemberId(member.name()),
                0,
                member.name() + ":1",
                member.roles(),
                Member.DEFAULT_GROUP,
                false,
                "simulated");
        ProcessSettings own = new ProcessSettings(self, TERM, DRAIN, CHANGES_MAX, 1_000, settings);
        ClusterProcess database =
                ClusterProcess.open(process.runtime(), _ -> seen, tampering.network(network.of(process)), own);
        member.running(new ClusterMember.Running(process, database, way));
    }

    void kill(ClusterMember member) {
        member.process().kill();
        member.running().stores().drop();
    }

    /** Stops a process as an operator does, who waits for it, and takes its name out. */
    void remove(ClusterMember member) {
        close(member);
        members.remove(member.name());
    }

    /** Stops a process and checks that nothing of it is left. */
    public void close(ClusterMember member) {
        member.leaves();
        Promise<Boolean> closed = simulation.world().runtime().promise();
        member.process().runtime().fork("stop", () -> {
            member.database().close();
            closed.complete(Boolean.TRUE);
        });
        BrokenPromiseException.unless(
                closed.await(CLOSE_MAX).isPresent(), "%s did not stop within %s", member.name(), CLOSE_MAX);
        simulation.world().runtime().sleep(Duration.ofSeconds(5));
        BrokenPromiseException.unless(
                member.process().fiberCount() == 0,
                "fibers of %s are left after its end: %s",
                member.name(),
                member.process().fiberNames());
        kill(member);
    }

    /** Returns all members, also those that were killed and will come back. */
    public List<ClusterMember> members() {
        return List.copyOf(members.values());
    }

    /** Returns those with a role. */
    List<ClusterMember> members(ClusterRole role) {
        return members.values().stream()
                .filter(member -> member.roles().contains(role))
                .toList();
    }

    /** Returns what the members share. */
    public SharedStores stores() {
        return stores;
    }

    SimulatedNetwork network() {
        return network;
    }

    Simulation simulation() {
        return simulation;
    }
}
