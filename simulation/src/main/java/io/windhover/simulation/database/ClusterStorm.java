package io.windhover.simulation.database;

import io.windhover.embedded.StandaloneSettings;
import io.windhover.embedded.Wiring;
import io.windhover.model.catalog.Catalog;
import io.windhover.runtime.Promise;
import io.windhover.runtime.Runtime;
import io.windhover.runtime.port.Network;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.Tally;
import io.windhover.simulation.Workload;
import io.windhover.simulation.cluster.ClusterMember;
import io.windhover.simulation.cluster.ProxyFront;
import io.windhover.simulation.cluster.Settled;
import io.windhover.simulation.cluster.SimulatedCluster;
import io.windhover.simulation.cluster.Tampering;
import io.windhover.simulation.cluster.Troubles;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A database in several processes. The clients of all storms ask any proxy, so that what one proxy has answered is
 * checked at the others at once, while processes die, stand still, lose each other and their stores, come and go. After
 * the troubles everything must be in place again within a minute; at the end all is dropped and nothing may be left.
 */
public final class ClusterStorm implements Workload {
    private static final Duration START_MAX = Duration.ofMinutes(1);
    private static final Duration SETTLE_MAX = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Bug bug;

    /** Prepares a storm on a database with something wrong on purpose, or {@link Bug#NONE}. */
    public ClusterStorm(Bug bug) {
        this.bug = bug;
    }

    @Override
    public String name() {
        return Scene.CLUSTER.title();
    }

    @Override
    public void run(Simulation simulation, Tally tally) {
        new Play(bug, simulation, tally).run();
    }

    private static Tampering tampering(Bug bug) {
        return new Tampering() {
            @Override
            public Wiring wiring(Runtime runtime) {
                return bug.wiring(runtime);
            }

            @Override
            public Network network(Network behind) {
                return bug.network(behind);
            }
        };
    }

    /** One run. */
    private static final class Play {
        private final Simulation simulation;
        private final Tally tally;
        private final SplittableRandom chance;
        private final StandaloneSettings settings;
        private final Stage stage;
        private final Crew crew;
        private final SimulatedCluster cluster;
        private final Troubles troubles;
        private final Settled settled;

        Play(Bug bug, Simulation simulation, Tally tally) {
            this.simulation = simulation;
            this.tally = tally;
            this.chance = simulation.chance("play");
            this.settings = Scene.CLUSTER.settings(chance).with(TIMEOUT);
            this.stage = new Stage(simulation, tally, true);
            this.crew = new Crew(simulation, stage, Scene.CLUSTER, chance);
            this.cluster = new SimulatedCluster(simulation, settings, tampering(bug));
            this.troubles = new Troubles(cluster, tally);
            this.settled = new Settled(cluster);
        }

        void run() {
            cluster.populate();
            settled.await(START_MAX);
            for (int round = Scene.CLUSTER.rounds(chance); round > 0; round--) {
                SimulatedProcess clients = clients(round);
                crew.audit(clients);
                stage.faulty(true);
                List<Promise<Boolean>> ends = crew.play(clients);
                troubles.rage(Scene.CLUSTER.life(chance));
                crew.stop(ends);
                settled.await(SETTLE_MAX);
                sleep(Duration.ofSeconds(15));
                stage.faulty(false);
                crew.audit(clients);
            }
            end(clients(0));
            tally.add("simulated_ms", simulation.nowNs() / 1_000_000);
            tally.add("switches", simulation.switches());
        }

        private SimulatedProcess clients(int round) {
            SimulatedProcess clients = simulation.process("clients" + round);
            stage.enter(clients.runtime(), ProxyFront.of(cluster, clients.runtime()));
            return clients;
        }

        private void end(SimulatedProcess clients) {
            crew.tearDown(clients);
            Residue residue = new Residue(stage, crew.teams(), settings.garbage());
            crew.within(
                    clients,
                    "residue",
                    residue.waitMax().plus(Crew.END_MAX),
                    () -> residue.check(new ClusterRemains(settled)));
            settled.await(SETTLE_MAX);
            for (ClusterMember member : cluster.members()) {
                cluster.close(member);
                tally.count("closes");
            }
        }

        private void sleep(Duration duration) {
            simulation.world().runtime().sleep(duration);
        }
    }

    /** What is left in the shared stores. */
    private record ClusterRemains(Settled settled) implements Remains {
        @Override
        public Catalog catalog() {
            return settled.catalog();
        }

        @Override
        public List<String> stored() {
            return settled.leftovers();
        }
    }
}
