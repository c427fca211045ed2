package io.windhover.simulation.standalone;

import io.windhover.embedded.Standalone;
import io.windhover.embedded.StandaloneSettings;
import io.windhover.runtime.Promise;
import io.windhover.runtime.simulated.DiskFaults;
import io.windhover.runtime.simulated.SimulatedDisk;
import io.windhover.runtime.simulated.SimulatedProcess;
import io.windhover.runtime.simulated.Simulation;
import io.windhover.simulation.BrokenPromiseException;
import io.windhover.simulation.Tally;
import io.windhover.simulation.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A whole database in one process on one disk. Teams of clients define, write and read through kills, power losses, full,
 * slow and failing disks; after each start everything answered must be there. At the end all is dropped, and what it took
 * must come back.
 */
public final class StandaloneStorm implements Workload {
    private static final Duration OPEN_MAX = Duration.ofMinutes(5);
    private static final Duration END_MAX = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "standalone";
    }

    @Override
    public void run(Simulation simulation, Tally tally) {
        new Play(simulation, tally).run();
    }

    /** One run. */
    private static final class Play {
        private final Simulation simulation;
        private final Tally tally;
        private final SplittableRandom chance;
        private final SimulatedDisk disk;
        private final StandaloneSettings settings;
        private final Stage stage;
        private final List<Team> teams = new ArrayList<>();
        private Standalone standalone;

        Play(Simulation simulation, Tally tally) {
            this.simulation = simulation;
            this.tally = tally;
            this.chance = simulation.chance("play");
            this.disk = new SimulatedDisk(simulation);
            this.settings = SmallSettings.drawn(chance);
            this.stage = new Stage(simulation, tally);
        }

        void run() {
            for (int i = 1 + chance.nextInt(3); i > 0; i--) {
                teams.add(new Team(i));
            }
            int rounds = 2 + chance.nextInt(4);
            for (int round = 1; round <= rounds; round++) {
                SimulatedProcess process = simulation.process("round" + round);
                start(process);
                List<Promise<Boolean>> ends = play(process);
                weather();
                simulation.world().runtime().sleep(Duration.ofMillis(50 + chance.nextInt(8_000)));
                if (chance.nextInt(3) == 0) {
                    stopGently(process, ends);
                } else {
                    kill(process);
                }
            }
            SimulatedProcess last = simulation.process("last");
            start(last);
            within(last, "residue", END_MAX, () -> new Residue(stage, teams, disk).check(standalone));
            close(last);
            tally.add("simulated_ms", simulation.nowNs() / 1_000_000);
            tally.add("switches", simulation.switches());
        }

        private void start(SimulatedProcess process) {
            fine();
            within(process, "open", OPEN_MAX, () -> {
                standalone = Standalone.open(process.runtime(), disk, settings);
                stage.enter(process.runtime(), standalone.requests());
            });
            teams.forEach(team -> within(process, "audit", END_MAX, new Audit(stage, team)::run));
        }

        private List<Promise<Boolean>> play(SimulatedProcess process) {
            List<Promise<Boolean>> ends = new ArrayList<>();
            for (Team team : teams) {
                ends.add(begin(process, "definer", new Definer(stage, team)::run));
                int writers = 1 + chance.nextInt(3);
                for (int i = 0; i < writers; i++) {
                    ends.add(begin(process, "writer", new Writer(stage, team, i, 3)::run));
                }
                for (int i = chance.nextInt(3); i >= 0; i--) {
                    ends.add(begin(process, "reader", new Reader(stage, team)::run));
                }
            }
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
            disk.faults(DiskFaults.NONE);
            for (Promise<Boolean> end : ends) {
                BrokenPromiseException.unless(
                        end.await(END_MAX).isPresent(), "a request did not end within %s after the faults", END_MAX);
            }
            simulation.world().runtime().sleep(Duration.ofSeconds(15));
            fine();
            teams.forEach(team -> within(process, "audit", END_MAX, new Audit(stage, team)::run));
            close(process);
        }

        private void close(SimulatedProcess process) {
            within(process, "close", END_MAX, standalone::close);
            simulation.world().runtime().sleep(Duration.ofSeconds(5));
            BrokenPromiseException.unless(
                    process.fiberCount() == 0, "fibers are left after the close: %s", process.fiberNames());
            tally.count("closes");
        }

        private void kill(SimulatedProcess process) {
            process.kill();
            tally.count("kills");
            if (chance.nextInt(3) > 0) {
                disk.losePower();
                tally.count("power_losses");
            }
            teams.forEach(Team::leaveOpen);
        }

        private void fine() {
            disk.faults(DiskFaults.NONE);
            stage.faulty(false);
        }

        private void weather() {
            DiskFaults faults = switch (chance.nextInt(8)) {
                case 0 -> new DiskFaults(50 + chance.nextInt(300), 0, Long.MAX_VALUE / 2);
                case 1 -> DiskFaults.NONE.withCapacity(disk.usedBytes() + chance.nextInt(500_000));
                case 2 -> new DiskFaults(0, 10 + chance.nextInt(100), Long.MAX_VALUE / 2);
                default -> DiskFaults.NONE;
            };
            disk.faults(faults);
            stage.faulty(!faults.equals(DiskFaults.NONE));
        }
    }
}
