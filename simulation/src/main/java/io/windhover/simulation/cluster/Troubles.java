package io.windhover.simulation.cluster;

import io.windhover.model.cluster.ClusterRole;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.simulated.NetworkFaults;
import io.windhover.runtime.simulated.PortFaults;
import io.windhover.simulation.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What happens to the processes of a cluster, one or two troubles at a time, each cured after a while. */
public final class Troubles {
    private static final PortFaults CUT = new PortFaults(1_000_000, 1, 0);
    private static final Duration REMOVAL_MAX = Duration.ofMinutes(3);

    private final SimulatedCluster cluster;
    private final Runtime world;
    private final Tally tally;
    private final SplittableRandom chance;
    private final Set<ClusterMember> troubled = new LinkedHashSet<>();
    private final List<Promise<Boolean>> removals = new ArrayList<>();

    /** Prepares troubles for a cluster. */
    public Troubles(SimulatedCluster cluster, Tally tally) {
        this.cluster = cluster;
        this.world = cluster.simulation().world().runtime();
        this.tally = tally;
        this.chance = cluster.simulation().chance("troubles");
    }

    /** Lets troubles come and go for so long; at the end all are cured and every member runs. */
    public void rage(Duration most) {
        long untilNs = world.monotonicNs() + most.toNanos();
        while (world.monotonicNs() < untilNs) {
            sleepMs(chance.nextInt(3) == 0 ? 3_000 : 500);
            List<Runnable> cures = new ArrayList<>();
            for (int i = chance.nextInt(2); i >= 0; i--) {
                cures.add(trouble());
            }
            sleepMs(chance.nextInt(3) == 0 ? 8_000 : 3_000);
            cures.forEach(Runnable::run);
        }
        removals.forEach(removal -> removal.await(REMOVAL_MAX));
        removals.clear();
    }

    private void sleepMs(int most) {
        world.sleep(Duration.ofMillis(20 + chance.nextInt(most)));
    }

    /** Begins one and returns its cure. */
    private Runnable trouble() {
        return switch (chance.nextInt(22)) {
            case 0, 1, 2, 3, 4 -> withVictim(this::killed);
            case 5, 6, 7 -> withVictim(this::paused);
            case 8 -> badNetwork();
            case 9, 10 -> cutBetween();
            case 11 -> withVictim(this::isolated);
            case 12, 13, 14 -> withVictim(this::cutFromStore);
            case 15 -> storeTrouble("store_outages", CUT);
            case 16 -> storeTrouble("slow_stores", new PortFaults(1 + chance.nextLong(300_000_000), 0, 0));
            case 17 ->
                storeTrouble("flaky_stores", new PortFaults(1_000_000, 3 + chance.nextInt(30), 3 + chance.nextInt(30)));
            case 18 -> interruptedWatches();
            default -> change();
        };
    }

    private interface Trouble {
        /** Begins it for one member and returns its cure. */
        Runnable of(ClusterMember victim);
    }

    /** Picks a member that nothing has happened to. */
    private Runnable withVictim(Trouble trouble) {
        List<ClusterMember> well = well();
        if (well.isEmpty()) {
            return () -> {};
        }
        ClusterMember victim = well.get(chance.nextInt(well.size()));
        troubled.add(victim);
        Runnable cure = trouble.of(victim);
        return () -> {
            cure.run();
            troubled.remove(victim);
        };
    }

    private List<ClusterMember> well() {
        return cluster.members().stream()
                .filter(member -> member.isOpen() && !troubled.contains(member))
                .toList();
    }

    private Runnable killed(ClusterMember victim) {
        tally.count("member_kills");
        cluster.kill(victim);
        if (chance.nextInt(3) == 0) {
            // Back before anybody can have noticed.
            cluster.start(victim);
            return () -> {};
        }
        return () -> cluster.start(victim);
    }

    private Runnable paused(ClusterMember victim) {
        tally.count("member_pauses");
        victim.process().pause();
        return victim.process()::resume;
    }

    private Runnable badNetwork() {
        tally.count("bad_networks");
        cluster.network()
                .faults(new NetworkFaults(
                        1 + chance.nextLong(100_000_000), 10 + chance.nextInt(100), 5 + chance.nextInt(50)));
        return () -> cluster.network().faults(NetworkFaults.NONE);
    }

    private Runnable cutBetween() {
        tally.count("network_cuts");
        List<ClusterMember> all = cluster.members();
        for (int i = 1 + chance.nextInt(3); i > 0; i--) {
            ClusterMember from = all.get(chance.nextInt(all.size()));
            ClusterMember to = all.get(chance.nextInt(all.size()));
            cluster.network().cut(from.name(), to.name());
        }
        return () -> cluster.network().healAll();
    }

    private Runnable isolated(ClusterMember victim) {
        tally.count("member_isolations");
        int ways = 1 + chance.nextInt(3);
        for (ClusterMember other : cluster.members()) {
            if (ways != 1) {
                cluster.network().cut(victim.name(), other.name());
            }
            if (ways != 2) {
                cluster.network().cut(other.name(), victim.name());
            }
        }
        return () -> cluster.network().healAll();
    }

    private WayToStores.Kind anyStore() {
        return WayToStores.Kind.values()[chance.nextInt(WayToStores.Kind.values().length)];
    }

    private Runnable cutFromStore(ClusterMember victim) {
        WayToStores.Kind store = anyStore();
        tally.count("member_cut_from_" + store.name().toLowerCase(java.util.Locale.ROOT));
        WayToStores way = victim.running().stores();
        way.faults(store, CUT);
        return () -> way.faults(store, PortFaults.NONE);
    }

    /** The same for all members; those that start meanwhile have it not. */
    private Runnable storeTrouble(String name, PortFaults faults) {
        tally.count(name);
        WayToStores.Kind store = anyStore();
        List<WayToStores> ways = cluster.members().stream()
                .map(member -> member.running().stores())
                .toList();
        ways.forEach(way -> way.faults(store, faults));
        return () -> ways.forEach(way -> way.faults(store, PortFaults.NONE));
    }

    private Runnable interruptedWatches() {
        tally.count("interrupted_watches");
        cluster.members().stream()
                .filter(_ -> chance.nextBoolean())
                .forEach(member -> member.running().stores().interruptWatches());
        return () -> {};
    }

    private Runnable change() {
        Optional<ClusterMember> dispensable =
                well().stream().filter(this::isDispensable).findAny();
        if (dispensable.isEmpty() || chance.nextBoolean()) {
            tally.count("members_added");
            cluster.add(EnumSet.of(ClusterRole.values()[chance.nextInt(ClusterRole.values().length)]));
            return () -> {};
        }
        tally.count("members_removed");
        ClusterMember leaving = dispensable.get();
        leaving.leaves();
        Promise<Boolean> removed = world.promise();
        removals.add(removed);
        world.fork("remove " + leaving.name(), () -> {
            cluster.remove(leaving);
            removed.complete(Boolean.TRUE);
        });
        return () -> {};
    }

    private boolean isDispensable(ClusterMember member) {
        return member.roles().stream()
                .allMatch(role -> cluster.members(role).stream()
                                .filter(ClusterMember::isOpen)
                                .count()
                        > 1);
    }

    /** Returns the names of all members that nothing has happened to, for messages. */
    @Override
    public String toString() {
        return well().stream().map(ClusterMember::name).collect(Collectors.joining(", "));
    }
}
