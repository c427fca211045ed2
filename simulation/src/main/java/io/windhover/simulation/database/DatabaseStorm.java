package io.windhover.simulation.database;

import io.windhover.embedded.Standalone;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.embedded.Wiring;
import io.windhover.runtime.Promise;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Tally;
import io.windhover.simulation.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A whole database in one process on one disk. Teams of clients define, write and read through kills, power losses, full,
 * slow and failing disks; after each start everything answered must be there. At the end all is dropped, and what it took
 * must come back.
 */
public final class DatabaseStorm implements Workload {
    private static final Duration OPEN_MAX = Duration.ofMinutes(5);
    private static final Duration END_MAX = Duration.ofMinutes(5);

    /** Seeds that share a world in which the kill comes step by step later. */
    private static final long STEPS = 4_096;

    private final Scene scene;
    private final Bug bug;
    private final long step;

    /** Prepares a storm of this kind. */
    public DatabaseStorm(Scene scene) {
        this(scene, Bug.NONE);
    }

    /** Prepares a storm on a database with something wrong on purpose. */
    public DatabaseStorm(Scene scene, Bug bug) {
        this(scene, bug, 0);
    }

    private DatabaseStorm(Scene scene, Bug bug, long step) {
        this.scene = scene;
        this.bug = bug;
        this.step = step;
    }

    @Override
    public Seeded of(long seed) {
        return scene == Scene.EVERY_STEP
                ? new Seeded(new DatabaseStorm(scene, bug, seed % STEPS), seed / STEPS)
                : new Seeded(this, seed);
    }

    @Override
    public String name() {
        return scene.title();
    }

    @Override
    public void run(Simulation simulation, Tally tally) {
        new Play(this, simulation, tally).run();
    }

    /** One run. */
    private static final class Play {
        private final DatabaseStorm storm;
        private final Scene scene;
        private final Simulation simulation;
        private final Tally tally;
        private final SplittableRandom chance;
        private final Climate climate;
        private final StandaloneSettings settings;
        private final Stage stage;
        private final List<Team> teams = new ArrayList<>();
        private final Optional<Shared> shared;
        private Standalone standalone;

        Play(DatabaseStorm storm, Simulation simulation, Tally tally) {
            this.storm = storm;
            this.scene = storm.scene;
            this.simulation = simulation;
            this.tally = tally;
            this.chance = simulation.chance("play");
            this.settings = scene.settings(chance);
            this.stage = new Stage(simulation, tally, scene.isShared());
            this.climate = new Climate(scene, stage, simulation, chance);
            this.shared = scene.isShared() ? Optional.of(new Shared(stage)) : Optional.empty();
        }

        void run() {
            for (int i = scene.teams(chance); i > 0; i--) {
                teams.add(new Team(i));
            }
            int rounds = scene.rounds(chance);
            for (int round = 1; round <= rounds; round++) {
                SimulatedProcess process = simulation.process("round" + round);
                start(process);
                List<Promise<Boolean>> ends = play(process);
                climate.change();
                if (storm.step > 0) {
                    simulation.atSwitch(simulation.switches() + storm.step, process::kill);
                }
                live();
                if (storm.step > 0) {
                    kill(process);
                } else if (chance.nextInt(3) == 0) {
                    stopGently(process, ends);
                } else {
                    kill(process);
                }
            }
            SimulatedProcess last = simulation.process("last");
            start(last);
            shared.ifPresent(names -> within(last, "drop shared names", END_MAX, names::tearDown));
            Residue residue = new Residue(stage, teams, climate.disk(), settings);
            within(last, "residue", residue.waitMax().plus(END_MAX), () -> residue.check(standalone));
            close(last);
            tally.add("simulated_ms", simulation.nowNs() / 1_000_000);
            tally.add("switches", simulation.switches());
        }

        /** Lets the clients work, hard and, where the scene has calms, in between little. */
        private void live() {
            for (Duration calm : scene.calms(chance)) {
                sleep(scene.life(chance));
                stage.calm(true);
                sleep(calm);
                stage.calm(false);
            }
            sleep(scene.life(chance));
        }

        private void sleep(Duration duration) {
            simulation.world().runtime().sleep(duration);
        }

        private void start(SimulatedProcess process) {
            climate.fine();
            within(process, "open", OPEN_MAX, () -> {
                Wiring wiring = climate.wiring(process.runtime(), storm.bug.wiring(process.runtime()));
                standalone = Standalone.open(process.runtime(), storm.bug.disk(climate.disk()), settings, wiring);
                stage.enter(process.runtime(), standalone.requests());
            });
            audit(process);
        }

        private void audit(SimulatedProcess process) {
            shared.ifPresent(names -> within(process, "audit of shared names", END_MAX, names::audit));
            teams.forEach(team -> within(process, "audit", END_MAX, new Audit(stage, team)::run));
        }

        private List<Promise<Boolean>> play(SimulatedProcess process) {
            List<Promise<Boolean>> ends = new ArrayList<>();
            for (Team team : teams) {
                ends.add(begin(process, "definer", new Definer(stage, team)::run));
                for (int i = scene.definers(chance) - 1; i > 0; i--) {
                    ends.add(begin(process, "partition-definer", new PartitionDefiner(stage, team, i)::run));
                }
                int writers = 1 + chance.nextInt(3);
                for (int i = 0; i < writers; i++) {
                    ends.add(begin(process, "writer", new Writer(stage, team, i, 3)::run));
                }
                for (int i = chance.nextInt(3); i >= 0; i--) {
                    ends.add(begin(process, "reader", new Reader(stage, team)::run));
                }
            }
            shared.ifPresent(names -> {
                for (int i = scene.sharedDefiners(chance); i > 0; i--) {
                    ends.add(begin(process, "shared-definer", new SharedDefiner(stage, names)::run));
                }
            });
            return ends;
        }

        private Promise<Boolean> begin(SimulatedProcess process, String name, Runnable body) {
            Promise<Boolean> end = simulation.world().runtime().promise();
            process.runtime().fork(name, () -> {
                body.run();
                end.complete(Boolean.TRUE);
            });
            return end;
        }

        private void within(SimulatedProcess process, String name, Duration most, Runnable body) {
            boolean ended = begin(process, name, body).await(most).isPresent();
            BrokenPromiseException.unless(ended, "%s did not end within %s of simulated time", name, most);
        }

        /** Lets every client end, the weather become fine and things settle; then all must be as answered. */
        private void stopGently(SimulatedProcess process, List<Promise<Boolean>> ends) {
            stage.stop();
            climate.calmDown();
            for (Promise<Boolean> end : ends) {
                BrokenPromiseException.unless(
                        end.await(END_MAX).isPresent(), "a request did not end within %s after the faults", END_MAX);
            }
            sleep(Duration.ofSeconds(15));
            climate.fine();
            audit(process);
            close(process);
        }

        private void close(SimulatedProcess process) {
            within(process, "close", END_MAX, standalone::close);
            sleep(Duration.ofSeconds(5));
            BrokenPromiseException.unless(
                    process.fiberCount() == 0, "fibers are left after the close: %s", process.fiberNames());
            tally.count("closes");
        }

        private void kill(SimulatedProcess process) {
            process.kill();
            tally.count("kills");
            if (chance.nextInt(3) > 0) {
                climate.disk().losePower();
                tally.count("power_losses");
            }
            teams.forEach(Team::leaveOpen);
        }
    }
}
