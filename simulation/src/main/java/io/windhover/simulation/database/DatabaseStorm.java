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
import java.util.List;
import java.util.SplittableRandom;

/**
 * A whole database in one process on one disk. Teams of clients define, write and read through kills, power losses, full,
 * slow and failing disks; after each start everything answered must be there. At the end all is dropped, and what it took
 * must come back.
 */
public final class DatabaseStorm implements Workload {
    private static final Duration OPEN_MAX = Duration.ofMinutes(5);

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
        private final Crew crew;
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
            this.crew = new Crew(simulation, stage, scene, chance);
        }

        void run() {
            int rounds = scene.rounds(chance);
            for (int round = 1; round <= rounds; round++) {
                SimulatedProcess process = simulation.process("round" + round);
                start(process);
                List<Promise<Boolean>> ends = crew.play(process);
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
            crew.tearDown(last);
            Residue residue = new Residue(stage, crew.teams(), settings.garbage());
            DiskRemains remains = new DiskRemains(standalone, climate.disk(), settings);
            crew.within(last, "residue", residue.waitMax().plus(Crew.END_MAX), () -> residue.check(remains));
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
            crew.within(process, "open", OPEN_MAX, () -> {
                Wiring wiring = climate.wiring(process.runtime(), storm.bug.wiring(process.runtime()));
                standalone = Standalone.open(process.runtime(), storm.bug.disk(climate.disk()), settings, wiring);
                stage.enter(process.runtime(), standalone.requests());
            });
            crew.audit(process);
        }

        /** Lets every client end, the weather become fine and things settle; then all must be as answered. */
        private void stopGently(SimulatedProcess process, List<Promise<Boolean>> ends) {
            stage.stop();
            climate.calmDown();
            crew.stop(ends);
            sleep(Duration.ofSeconds(15));
            climate.fine();
            crew.audit(process);
            close(process);
        }

        private void close(SimulatedProcess process) {
            crew.within(process, "close", Crew.END_MAX, standalone::close);
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
            crew.leaveOpen();
        }
    }
}
